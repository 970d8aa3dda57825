package dev.evenhand.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A small right pipeline file in a folder of its own, to be read as it is or with one change. */
final class Example {
  static final String TEXT =
      """
      pipeline: coupons
      description: Who redeems a coupon
      data: ${EVENHAND_DATA}/shop
      lake: ${EVENHAND_LAKE:-lake}
      sources:
        receipts:
          format: csv
          path: receipts.csv
          timezone: America/New_York
          identifiers: {household: {as: household, normalize: digits}}
          schema: household STRING NOT NULL, amount DECIMAL(10,2), at TIMESTAMP
          checks: {amount: amount >= 0}
          max_quarantined: 2.5%
      conform:
        protected: SELECT household AS subject_key, age_band, income FROM receipts
        sales: SELECT household AS subject_key, at AS sold_at, amount FROM receipts
        decisions: >-
          SELECT household AS decision_id, household AS subject_key, at AS decided_at, 1 AS label
          FROM receipts
      consent: {basis: contract, reason: The loyalty contract names coupons}
      features:
        history: {windows: [28d, 91d]}
        columns: [size, kids]
        expressions: {weekend: avg(weekday(sold_at))}
      split: {test: 30%}
      privacy: {anonymize: {k: 5, quasi_identifiers: [size, kids]}}
      rebalance: {method: reweighing, by: [age_band]}
      decide: {top: 12%}
      train:
        - {name: plain, estimator: logistic-regression}
        - name: fair
          estimator: fair-logistic-regression
          constraint: equalized-odds
          sensitive: [age_band]
          at_most: 0.05
      evaluate: {sensitive: [age_band, income], privileged: {age_band: 35-54}}
      gate:
        - {metric: roc_auc, at_least: 0.7}
        - {metric: equalized_odds_difference, attribute: age_band, model: fair, at_most: 0.1}
      card: {owner: Sales, contact: sales@example.com, intended_use: Coupons, out_of_scope: Credit}
      """;

  private final Path folder;
  private String text = TEXT;

  private Example(Path folder) {
    this.folder = folder;
  }

  /** The example in a new folder, with the file that its source names. */
  static Example in(Path folder) {
    try {
      Files.createDirectories(folder.resolve("shop"));
      Files.writeString(folder.resolve("shop/receipts.csv"), "household,amount,at\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Example(folder);
  }

  /** With the first text, which must be there once, replaced by the second. */
  Example with(String found, String replacement) {
    assertThat(text.split(Pattern.quote(found), -1)).as(found).hasSize(2);
    text = text.replace(found, replacement);
    return this;
  }

  Example text(String whole) {
    text = whole;
    return this;
  }

  Map<String, String> environment() {
    return Map.of("EVENHAND_DATA", folder.toString());
  }

  Path file() {
    try {
      return Files.writeString(folder.resolve("coupons.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Pipeline pipeline() {
    return read().pipeline();
  }

  PipelineFile read() {
    return PipelineFile.read(file(), environment(), Overrides.none());
  }

  /** The problems, without the file's name: they begin with line and column. */
  List<String> problems() {
    return problems(environment(), Overrides.none());
  }

  List<String> problems(Map<String, String> environment, Overrides overrides) {
    Path file = file();
    DataProblem problem =
        catchThrowableOfType(
            DataProblem.class, () -> PipelineFile.read(file, environment, overrides));
    assertThat(problem).as("the file was read without a problem").isNotNull();
    assertThat(problem.lines()).allSatisfy(line -> assertThat(line).startsWith(file + ":"));
    assertThat(problem.lines()).allSatisfy(line -> assertThat(line).doesNotContain("\n"));
    return problem.lines().stream()
        .map(line -> line.substring(file.toString().length() + 1))
        .toList();
  }
}
