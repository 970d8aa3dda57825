package dev.evenhand.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where one part of a file names another that isn't there. */
class ReferencesTest {
  @TempDir Path folder;
  private Example example;

  @BeforeEach
  void inFolder() {
    example = Example.in(folder);
  }

  private void assertOneProblem(String line) {
    assertThat(example.problems()).containsExactly(line);
  }

  @Test
  void aLedgerIsASource() {
    example.with(
        "{basis: contract, reason: The loyalty contract names coupons}",
        "{purpose: coupons, ledger: reciepts}");
    assertOneProblem(
        "20:37: 'reciepts' isn't in sources; allowed are receipts; did you mean 'receipts'?");
  }

  @Test
  void conformedConsentsAreNotIgnored() {
    example.with("conform:", "conform:\n  consents: SELECT 1");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .startsWith("15:13: consents are conformed but consent names no ledger");
  }

  @Test
  void historyNeedsSales() {
    example.with(
        "  sales: SELECT household AS subject_key, at AS sold_at, amount FROM receipts\n", "");
    assertThat(example.problems())
        .extracting(line -> line.substring(0, 40))
        .containsExactly(
            "21:3: features.history is made from sale", "23:3: features.expressions is made from ");
  }

  @Test
  void sensitiveAttributesNeedConformedProtectedOnes() {
    example.with(
        "  protected: SELECT household AS subject_key, age_band, income FROM receipts\n", "");
    assertOneProblem(
        "35:12: evaluate names protected attributes, but conform has no protected; it is required;"
            + " add conform.protected");
  }

  @Test
  void aQuasiIdentifierIsAFeature() {
    example.with("quasi_identifiers: [size, kids]", "quasi_identifiers: [size, kid]");
    assertOneProblem(
        "26:55: 'kid' isn't in the features; allowed are size, kids, weekend; did you mean"
            + " 'kids'?");
  }

  @Test
  void subgroupsAreOfProtectedAttributesAndFeatures() {
    example
        .with("  history: {windows: [28d, 91d]}\n", "")
        .with("{age_band: 35-54}}", "{age_band: 35-54}, subgroups: {columns: [age_band, kid]}}");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .endsWith(
            "'kid' isn't in evaluate.sensitive or the features; allowed are age_band, income,"
                + " size, kids, weekend; did you mean 'kids'?");
  }

  @Test
  void aProtectedAttributeIsNoFeature() {
    example.with("columns: [size, kids]", "columns: [size, kids, income]");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .startsWith("23:25: 'income' is a protected attribute");
  }

  @Test
  void aProtectedAttributeIsAFeatureWhereTheFileSaysWhy() {
    example.with(
        "columns: [size, kids]",
        "columns: [size, kids, income]\n  protected_allowed: {income: The law asks for it here}");
    assertThat(example.pipeline().features().protectedAllowed()).containsKey("income");
  }

  @Test
  void aReasonForNothingIsAMistake() {
    example.with(
        "columns: [size, kids]",
        "columns: [size, kids]\n  protected_allowed: {income: The law asks for it here}");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .startsWith("24:31: 'income' isn't in features.columns");
  }

  @Test
  void whatIsRepairedConstrainedAndGatedIsMeasured() {
    example
        .with("by: [age_band]", "by: [age]")
        .with("sensitive: [age_band]\n", "sensitive: [gender]\n")
        .with("attribute: age_band", "attribute: incom");
    assertThat(example.problems())
        .containsExactly(
            "27:38: 'age' isn't in evaluate.sensitive; allowed are age_band, income; correct it or"
                + " add it there",
            "34:17: 'gender' isn't in evaluate.sensitive; allowed are age_band, income; correct it"
                + " or add it there",
            "39:52: 'incom' isn't in evaluate.sensitive; allowed are age_band, income; did you mean"
                + " 'income'?");
  }

  @Test
  void aGateNamesATrainedModel() {
    example.with("model: fair", "model: even");
    assertOneProblem(
        "39:69: 'even' isn't in train; allowed are plain, fair; correct it or add it there");
  }

  @Test
  void aGateIsNotBlamedForAModelWhoseNameCantBeRead() {
    example.with("name: fair", "name: Fair Odds");
    assertThat(example.problems()).singleElement().asString().startsWith("31:11: name is");
  }

  @Test
  void theBestValueNeedsAValue() {
    example.with("{top: 12%}", "{maximize: value}").with("metric: roc_auc", "metric: value");
    assertThat(example.problems())
        .extracting(line -> line.substring(0, 45))
        .containsExactly(
            "28:20: maximize is value, but the file has no",
            "38:14: metric is value, but the file has no v");
  }

  @Test
  void otherPartsAreCheckedThoughOneIsWrong() {
    example.with("k: 5", "k: five").with("path: receipts.csv", "path: no.csv");
    assertThat(example.problems())
        .extracting(line -> line.substring(0, 17))
        .containsExactly(
            "8:11: no file '" + folder.toString().charAt(0) + folder.toString().charAt(1),
            "26:26: k is 'five");
  }

  @Test
  void nobodyIsAskedToChangeAProtectedAttributeOrWhatTheModelSeesRangesOf() {
    changeable("{age_band: {direction: up}, size: {}, weekend: {at_most: 1}}");
    assertThat(example.problems())
        .anyMatch(
            line ->
                line.startsWith(
                    "37:35: 'age_band' is a protected attribute, which nobody is asked"))
        .anyMatch(line -> line.contains("'size' is a quasi-identifier, of which the model sees"))
        .hasSize(2);
  }

  @Test
  void nobodyIsToldToChangeWhatIsAllowedWithAReasonOrUntold() {
    example
        .with(
            "columns: [size, kids]",
            "columns: [size, kids, income]\n  protected_allowed: {income: The law asks for it here}")
        .with(
            "gate:\n",
            """
            explain:
              features: {weekend: {value: untold, names: {en: the weekend}}}
              recourse: {changeable: {income: {direction: up}, weekend: {at_most: 1}}}
            gate:
            """);
    assertThat(example.problems())
        .hasSize(2)
        .anyMatch(line -> line.contains("'income' is a protected attribute, which nobody is asked"))
        .anyMatch(
            line -> line.contains("'weekend' is untold (explain.features), but a suggestion"));
  }

  @Test
  void aRangeGoesUpwardsAndCategoriesHaveNone() {
    changeable("{weekend: {at_least: 2, at_most: 1}}");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .contains("at_most is less than at_least");
  }

  @Test
  void sentencesAreInALanguageThatShipsOrInAFile() {
    example.with("gate:\n", "explain: {languages: [en, fr]}\ngate:\n");
    assertOneProblem(
        "37:27: 'fr' is no language that ships; en, de or a file that ends in .yaml is allowed;"
            + " name one");
  }

  private void changeable(String changes) {
    example.with("gate:\n", "explain: {recourse: {changeable: %s}}\ngate:\n".formatted(changes));
  }
}
