package dev.evenhand.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a file whose keys, types or values are wrong. */
class ProblemsTest {
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
  void namesAnUnknownKeyWithWhatIsAllowedAndMeant() {
    example.with("max_quarantined: 2.5%", "max_quarantine: 2.5%");
    assertOneProblem(
        "13:5: unknown key 'max_quarantine' in receipts; allowed are format, path, jdbc, options,"
            + " timezone, identifiers, schema, checks, max_quarantined, load, watermark, key,"
            + " currency, encrypt, free_text; did you mean 'max_quarantined'?");
  }

  @Test
  void tellsEveryProblemAtOnceInTheOrderOfTheFile() {
    example
        .with("format: csv", "format: cvs")
        .with("30%", "half")
        .with("k: 5", "k: five")
        .with("out_of_scope: Credit", "scope: Credit")
        .with("estimator: logistic-regression}", "estimator: logit}");
    assertThat(example.problems())
        .extracting(line -> line.substring(0, Math.min(line.length(), 30)))
        .containsExactly(
            "7:13: format is 'cvs'; one of ",
            "25:15: test is 'half'; a perce",
            "26:26: k is 'five'; a whole nu",
            "30:30: estimator is 'logit'; o",
            "40:1: no 'out_of_scope' in car",
            "40:73: unknown key 'scope' in ");
  }

  @Test
  void refusesAWordForANumber() {
    example.with("k: 5", "k: five");
    assertOneProblem("26:26: k is 'five'; a whole number is allowed; write such as k: 5");
  }

  @Test
  void refusesANumberInQuotes() {
    example.with("k: 5", "k: '5'");
    assertOneProblem("26:26: k is the text '5'; a whole number is allowed; drop the quotes");
  }

  @Test
  void refusesANumberForAText() {
    example.with("owner: Sales", "owner: 2017");
    assertOneProblem("40:15: owner is 2017; a text is allowed; put it in quotes");
  }

  @Test
  void refusesAFractionForAWholeNumberAndOneTooLarge() {
    example.with("k: 5", "k: 5.5").with("{test: 30%}", "{test: 30%, seed: 99999999999999999999}");
    assertThat(example.problems())
        .containsExactly(
            "25:26: seed is '99999999999999999999'; a whole number is allowed; write such as"
                + " seed: 17",
            "26:26: k is '5.5'; a whole number is allowed; write such as k: 5");
  }

  @Test
  void refusesAListForAMappingAndTheOtherWayRound() {
    example.with("{top: 12%}", "[top]").with("columns: [size, kids]", "columns: {size: 1}");
    assertThat(example.problems())
        .contains(
            "23:3: columns is a mapping of keys; a list is allowed; correct it",
            "28:1: decide is a list; a mapping of keys is allowed; correct it");
  }

  @Test
  void namesAMissingKeyAtThePartThatLacksIt() {
    example.with("k: 5, ", "");
    assertOneProblem(
        "26:11: no 'k' in anonymize; it is required (How many persons at least share their"
            + " quasi-identifiers; 2 or more.); add k:");
  }

  @Test
  void namesAKeyWithoutAValue() {
    example.with("weekend: avg(weekday(sold_at))", "weekend: ");
    assertOneProblem("24:25: weekend has no value; a text is allowed; write it or drop the key");
  }

  @Test
  void refusesAKeyThatStandsTwice() {
    example.with("decide: {top: 12%}", "decide: {top: 12%}\ndecide: {top: 13%}");
    assertOneProblem(
        "29:1: key 'decide' stands a second time; once is allowed (first at line 28); merge the"
            + " two");
  }

  @ParameterizedTest
  @CsvSource({"train: []", "train:", "train: {}", "train: ~"})
  void refusesAnEmptyTrainList(String train) {
    int from = Example.TEXT.indexOf("train:");
    int to = Example.TEXT.indexOf("evaluate:");
    example
        .text(Example.TEXT.substring(0, from) + train + "\n" + Example.TEXT.substring(to))
        .with("model: fair, ", "");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .startsWith("29:")
        .endsWith("train is empty; one entry or more is required; add one");
  }

  @ParameterizedTest
  @CsvSource({
    "2.5%, 25, 'max_quarantined is ''25''; a percentage from 0% to 100% is allowed'",
    "2.5%, 101%, 'max_quarantined is ''101%''; a percentage from 0% to 100% is allowed'",
    "2.5%, -1%, 'max_quarantined is ''-1%''; a percentage from 0% to 100% is allowed'",
    "28d, 4weeks, 'windows[0] is ''4weeks''; a number of days from 1d to 99999d is allowed'",
    "28d, 0d, 'windows[0] is ''0d''; a number of days from 1d to 99999d is allowed'",
    "28d, 91d, '91d'",
    "test: 30%, test_after: 2009-02-29, 'test_after is ''2009-02-29''; a date is allowed'",
    "test: 30%, test_after: 1/4/2009, 'test_after is ''1/4/2009''; a date is allowed'",
    "America/New_York, New York, 'timezone is ''New York''; an IANA time zone is allowed'",
    "at_most: 0.05, at_most: 1.5, 'at_most is 1.5; 0 to 1 is allowed'",
    "at_most: 0.05, at_most: .nan, 'at_most is ''.nan''; a number is allowed'",
    "k: 5, k: 1, 'k is 1; 2 or more is allowed'",
    "30%, 95%, 'test is 95%; more than 0% and at most 90% is allowed'",
    "pipeline: coupons, pipeline: Our coupons, 'pipeline is ''Our coupons''; a name of a-z'",
    "normalize: digits, normalize: digit, 'did you mean ''digits''?'",
    "name: plain, name: fair, 'twice'",
  })
  void refusesAValueThatIsNotAllowed(String found, String replacement, String told) {
    example.with(found, replacement);
    if (told.contains("twice")) {
      example.with("model: fair, ", "");
    }
    assertThat(example.problems()).singleElement().asString().contains(told);
  }

  @Test
  void allowsOneFormOfASplitOnly() {
    example.with("{test: 30%}", "{test: 30%, column: split}");
    assertOneProblem(
        "25:28: test and column given; exactly one of test, test_after, test_last, column is"
            + " allowed; keep the one that is meant");
  }

  @Test
  void allowsNoSplitWithoutAForm() {
    example.with("{test: 30%}", "{validation: 20%}");
    assertThat(example.problems()).singleElement().asString().startsWith("25:1: none given");
  }

  @Test
  void asksForBothKeysOfALawfulBasis() {
    example.with("basis: contract, reason: The loyalty contract names coupons", "basis: contract");
    assertOneProblem(
        "20:1: consent has basis; {purpose, ledger} or {basis, reason} or all four is allowed, both"
            + " keys of a pair; without a ledger name the lawful basis and its reason");
  }

  @Test
  void aTopicIsReadFromALedger() {
    example.with(
        "basis: contract, reason: The loyalty contract names coupons",
        "basis: contract, reason: The loyalty contract names coupons, topic: coupons");
    assertOneProblem(
        "20:79: topic and age without a ledger; they are read from its entries; add purpose and"
            + " ledger");
  }

  @Test
  void consentIsNoBasisWithoutALedger() {
    example.with("basis: contract", "basis: consent");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .startsWith("20:18: basis is 'consent'; one of contract, legal-obligation,");
  }

  @Test
  void namesAnOptionThatTheFormatDoesNotKnow() {
    example
        .with("path: receipts.csv", "path: receipts.csv\n    options: {seperator: ';'}")
        .with("conform:", "  j: {format: json, path: receipts.csv, options: {sep: ';'}}\nconform:");
    assertThat(example.problems())
        .containsExactly(
            "9:15: unknown key 'seperator' in options; allowed are sep, header, comment, quote,"
                + " escape, nullValue, ignoreLeadingWhiteSpace, ignoreTrailingWhiteSpace, multiLine, encoding,"
                + " dateFormat, timestampFormat; correct or drop it",
            "15:56: unknown option 'sep' of format json; allowed are encoding, dateFormat,"
                + " timestampFormat; correct or drop it");
  }

  @ParameterizedTest
  @CsvSource({
    "'header: yes', 'header is ''yes''; true or false is allowed'",
    "'comment: ''##''', 'comment is ''##''; one character is allowed'",
    "'sep: ''''', 'sep is ''''; one to four characters is allowed'",
    "'encoding: UTF-9', 'encoding is ''UTF-9''; a character set such as UTF-8 is allowed'",
  })
  void refusesAnOptionsValue(String option, String told) {
    example.with("path: receipts.csv", "path: receipts.csv\n    options: {" + option + "}");
    assertThat(example.problems()).singleElement().asString().startsWith("9:").contains(told);
  }

  @Test
  void namesAFairModelThatLacksItsBound() {
    example.with("    at_most: 0.05\n", "");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .startsWith(
            "32:16: estimator fair-logistic-regression lacks constraint, sensitive or at_most;");
  }

  @Test
  void refusesABoundBesideSeveralBounds() {
    example.with("    at_most: 0.05\n", "    at_most: 0.05\n    bounds: [0.1, 0.02]\n");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .endsWith("at_most and bounds are both given; one of them is allowed; drop one");
  }

  @Test
  void asksWhichOfSeveralBoundsIsTheCandidates() {
    example.with("    at_most: 0.05\n", "    bounds: [0.1, 0.02]\n").with("model: fair, ", "");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .endsWith("it is required; add select: {maximize: …, within: …}");
  }

  @Test
  void refusesAPlainModelWithAConstraint() {
    example.with(
        "estimator: logistic-regression}", "estimator: logistic-regression, at_most: 0.1}");
    assertThat(example.problems())
        .singleElement()
        .asString()
        .contains("only fair-logistic-regression and fair-gradient-boosted-trees hold one");
  }

  @Test
  void tellsAllBrokenRulesOfARecord() {
    example.with(
        "estimator: logistic-regression}", "estimator: logistic-regression, depth: 0, trees: 0}");
    assertThat(example.problems())
        .containsExactly(
            "30:58: depth is 0; 1 to 30 is allowed; choose a number between",
            "30:68: trees is 0; 1 to 1000 is allowed; choose a number between");
  }

  @Test
  void messagesAreOneLineEachWhateverTheFileHolds() {
    example.with("k: 5", "k: |-\n    a\n    b\n  ");
    List<String> problems = example.problems();
    assertThat(problems).hasSize(1);
  }
}
