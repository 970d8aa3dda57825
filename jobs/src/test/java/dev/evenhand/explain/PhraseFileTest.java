package dev.evenhand.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.SamplePipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A language is a file, read as strictly as a pipeline file. */
class PhraseFileTest {
  @TempDir Path folder;

  private List<Phrases> with(String found, String replacement) throws IOException {
    String english = Files.readString(Path.of("conf/sentences/en.yaml"));
    assertThat(english).contains(found);
    Path file = folder.resolve("fr.yaml");
    Files.writeString(
        file, english.replace("language: en\n", "language: fr\n").replace(found, replacement));
    return PhraseFile.of(
        SamplePipeline.with("explain: {languages: [en, \"%s\"]}".formatted(file)),
        new Configuration());
  }

  @Test
  void anotherLanguageIsAFile() throws IOException {
    assertThat(with("counted against you.", "a joué contre vous."))
        .extracting(Phrases::language)
        .containsExactly("en", "fr");
  }

  @Test
  void whatIsMissingUnknownOrMisspeltIsToldTogether() throws IOException {
    assertThatThrownBy(() -> with("  against: \"{Name} ({value})", "  agaist: \"{Nom} ({value})"))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("fr.yaml: customer.against is missing")
        .hasMessageContaining("fr.yaml: customer.agaist is unknown");
    assertThatThrownBy(() -> with("{Name} ({value}) counted against", "{Nom} ({value}) contre"))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("customer.against has {Nom}. Allowed are {Name}, {name}, {value}.");
  }

  @Test
  void aMarkIsOneCharacter() {
    assertThatThrownBy(() -> with("decimal_mark: \".\"", "decimal_mark: \"..\""))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("decimal_mark is '..'. Write one character.");
  }

  @Test
  void whatIsNoYamlIsToldWithItsPlace() {
    assertThatThrownBy(() -> with("customer:\n", "customer: [\n"))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("not YAML at line");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () ->
                PhraseFile.of(
                    SamplePipeline.with("explain: {languages: [/nowhere/fr.yaml]}"),
                    new Configuration()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("/nowhere/fr.yaml does not exist");
  }
}
