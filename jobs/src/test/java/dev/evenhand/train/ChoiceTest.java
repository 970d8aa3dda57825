package dev.evenhand.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.config.Overrides;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four models of the census file: two without a bound, even-rates at 0.1 and at 0.02. */
class ChoiceTest {
  private static final String GAP = "demographic_parity_difference by sex";
  @TempDir private static Path folder;

  private static final Map<String, Map<String, Double>> FIGURES =
      Map.of(
          "majority", Map.of("accuracy", 0.76, GAP, 0.0),
          "unconstrained", Map.of("accuracy", 0.85, GAP, 0.18),
          "boosted", Map.of("accuracy", 0.86, GAP, 0.17),
          "even-rates-0_1", Map.of("accuracy", 0.84, GAP, 0.09),
          "even-rates-0_02", Map.of("accuracy", 0.83, GAP, 0.03));

  @Test
  void theCandidateIsTheBestOfThoseThatKeepTheGap() throws IOException {
    assertThat(choice("at_most: 0.1").candidate()).isEqualTo("even-rates-0_1");
    assertThat(choice("at_most: 0.05").candidate()).isEqualTo("even-rates-0_02");
    assertThat(choice("at_most: 0.5").candidate()).isEqualTo("boosted");
  }

  @Test
  void ifNoneKeepsItTheCandidateIsTheOneThatMissesItLeast() throws IOException {
    assertThat(choice("at_most: 0.01").candidate()).isEqualTo("even-rates-0_02");
  }

  @Test
  void theFrontierHasTheModelsThatNoOtherOfTheFileBeatsInBoth() throws IOException {
    Choice choice = choice("at_most: 0.1");
    assertThat(choice.isPareto("boosted")).isTrue();
    assertThat(choice.isPareto("even-rates-0_1")).isTrue();
    assertThat(choice.isPareto("even-rates-0_02")).isTrue();
    assertThat(choice.isPareto("unconstrained")).isFalse();
    assertThat(choice.isPareto("majority")).isNull();
  }

  private static Choice choice(String bound) throws IOException {
    String text =
        Files.readString(Path.of("conf/pipelines/adult.yaml"))
            .replace("bounds: [0.1, 0.05, 0.02]", "bounds: [0.1, 0.02]")
            .replaceFirst("  - \\{name: even-trees.*\n", "")
            .replace("attribute: sex, at_most: 0.08", "attribute: sex, " + bound);
    return new Choice(pipeline(text), FIGURES);
  }

  /** The file of the source is there, and empty. */
  private static Pipeline pipeline(String text) throws IOException {
    Files.createDirectories(folder.resolve("adult"));
    Files.writeString(folder.resolve("adult/adult.data.gz"), "");
    Path file = Files.writeString(folder.resolve("adult.yaml"), text);
    return PipelineFile.read(file, Map.of("EVENHAND_DATA", folder.toString()), Overrides.none())
        .pipeline();
  }
}
