package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.anonymity.Closeness;
import dev.evenhand.anonymity.Diversity;
import dev.evenhand.anonymity.Likeness;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every form of an option's value means what the documents say. */
class AnonymizeRulesTest {
  private static final AnonymizeRules RULES = new AnonymizeRules(null, List.of());

  @Test
  void diversityIsDistinctEntropyOrRecursive() {
    assertThat(AnonymizeRules.diversity("distinct:2")).isEqualTo(new Diversity.Distinct(2));
    assertThat(AnonymizeRules.diversity("entropy:3")).isEqualTo(new Diversity.Entropy(3));
    assertThat(AnonymizeRules.diversity("entropy:2.5")).isEqualTo(new Diversity.Entropy(2.5));
    assertThat(AnonymizeRules.diversity("recursive:3:2")).isEqualTo(new Diversity.Recursive(3, 2));
  }

  @Test
  void closenessIsEqualOrderedOrHierarchical() throws IOException {
    assertThat(RULES.closeness("0.2", "s")).isEqualTo(close(Closeness.Distance.EQUAL));
    assertThat(RULES.closeness("0.2:equal", "s")).isEqualTo(close(Closeness.Distance.EQUAL));
    assertThat(RULES.closeness("0.2:ordered", "s")).isEqualTo(close(Closeness.Distance.ORDERED));
    Path trees = Spark.temporary("trees");
    Files.createDirectories(trees);
    Files.write(trees.resolve("adult_hierarchy_s.csv"), List.of("a;x;*", "b;x;*"));
    Closeness found =
        (Closeness)
            new AnonymizeRules(trees.toString(), List.of()).closeness("0.2:hierarchical", "s");
    assertThat(found.distance()).isEqualTo(Closeness.Distance.HIERARCHICAL);
    assertThat(found.hierarchy().leaves()).containsExactly("a", "b");
  }

  private static Closeness close(Closeness.Distance distance) {
    return new Closeness(0.2, distance, null);
  }

  @Test
  void likenessIsANumber() {
    assertThat(AnonymizeRules.likeness("1.5")).isEqualTo(new Likeness(1.5));
  }

  @Test
  void aShareIsAPercentageOrAFraction() {
    assertThat(Share.parse("--suppress-at-most", "2%")).isEqualTo(0.02);
    assertThat(Share.parse("--suppress-at-most", "0.02")).isEqualTo(0.02);
    assertThat(Share.parse("--suppress-at-most", "0")).isZero();
  }

  /** As the issue spells them; help names each. */
  @Test
  void everyOptionIsThereAndExplained() {
    CommandLine line = Commands.line().getSubcommands().get("anonymize");
    String help = line.getUsageMessage(CommandLine.Help.Ansi.OFF);
    for (String option :
        List.of(
            "--quasi-identifiers=COLUMN",
            "--k=N",
            "--sensitive=COLUMN",
            "--l-diversity=HOW:L",
            "--t-closeness=T:DISTANCE",
            "--hierarchies=DIR",
            "--kinds=COLUMN=KIND",
            "--recoding=FORM",
            "--suppress-at-most=SHARE",
            "--separator=TEXT",
            "--format=FORMAT",
            "--reuse=DIR",
            "--out=DIR")) {
      assertThat(help).contains(option);
    }
    CommandLine.ParseResult found =
        new CommandLine(new AnonymizeCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .parseArgs(
                ("in.csv --quasi-identifiers a,b,c --k 5 --sensitive s --l-diversity recursive:3:2"
                        + " --t-closeness 0.2:ordered --hierarchies trees --recoding labels"
                        + " --suppress-at-most 2% --separator ; --format delta --reuse before --out after"
                        + " --kinds a=date,b=ordered")
                    .split(" "));
    assertThat(found.matchedOptionValue("--quasi-identifiers", List.of()))
        .isEqualTo(List.of("a", "b", "c"));
    assertThat(found.<String>matchedOptionValue("--separator", "")).isEqualTo(";");
  }
}
