package dev.evenhand.support;

import dev.evenhand.config.Gate;
import dev.evenhand.config.GateMetric;
import dev.evenhand.config.Overrides;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A small pipeline file, without sources worth reading, for steps that read tables only. */
public final class SamplePipeline {
  public static final String NAME = "spring-offers";
  public static final String UNCONSTRAINED = "unconstrained";
  public static final String CANDIDATE = "even-odds";

  private static final String TEXT =
      """
      pipeline: spring-offers
      description: Which customers are called about the spring offer
      sources:
        customers: {format: csv, path: customers.csv, schema: "id STRING, decided TIMESTAMP"}
      conform:
        protected: SELECT id AS subject_key, 'north' AS origin, '35-54' AS age_band FROM customers
        decisions: >-
          SELECT id AS decision_id, id AS subject_key, decided AS decided_at, 1 AS label
          FROM customers
      consent: {purpose: direct-marketing, ledger: customers}
      features: {columns: [tenure_years, household_size]}
      split: {test: 30%}
      privacy: {anonymize: {k: 5, quasi_identifiers: [household_size, tenure_years]}}
      rebalance: {method: reweighing, by: [origin]}
      decide: {top: 20%}
      value: {true_positive: 40, false_positive: -5, currency: EUR}
      train:
        - {name: unconstrained, estimator: logistic-regression}
        - name: even-odds
          estimator: fair-logistic-regression
          constraint: equalized-odds
          sensitive: [origin]
          at_most: 0.05
      evaluate: {sensitive: [origin, age_band], intersections: 2, privileged: {origin: north}}
      GATES
      card:
        owner: Campaign analytics
        contact: campaigns@example.com
        intended_use: Choosing customers for a call about the spring offer.
        out_of_scope: Prices, credit, employment, or any decision but this call.
        limitations:
          - Learned from one season; a changed assortment makes it stale.
          - Customers who did not state their origin are one group, unknown.
        affected: Customers who agreed to marketing; they can object in the customer portal.
        data_source: Generated sample warehouse, CC0.
        references: ["Hardt, Price, Srebro (2016), Equality of Opportunity in Supervised Learning"]
      """;

  private SamplePipeline() {}

  /** The file with these gates, each as {@code {metric: …}}. */
  public static Pipeline of(String... gates) {
    String list = gates.length == 0 ? "" : "gate: [" + String.join(", ", gates) + "]";
    return read(TEXT.replace("GATES", list));
  }

  /** The file without gates, with another way to repair the training data. */
  public static Pipeline rebalanced(String rule) {
    return read(TEXT.replace("{method: reweighing, by: [origin]}", rule).replace("GATES", ""));
  }

  /** The same without anonymization. */
  public static Pipeline asTheyAre(String rule) {
    String whole = TEXT.replace("{method: reweighing, by: [origin]}", rule);
    return read(whole.replaceFirst("privacy: .*\\n", "").replace("GATES", ""));
  }

  /** The file without gates, with other models: a YAML list in one pair of brackets. */
  public static Pipeline training(String models) {
    int start = TEXT.indexOf("train:\n");
    int end = TEXT.indexOf("evaluate:");
    String list = "train: " + models.strip().replace("\n", " ") + "\n";
    return read((TEXT.substring(0, start) + list + TEXT.substring(end)).replace("GATES", ""));
  }

  /** The file without gates, with one more entry. */
  public static Pipeline with(String entry) {
    return fileWith(entry).pipeline();
  }

  /** The same with the places of its parts. */
  public static PipelineFile fileWith(String entry) {
    return file(TEXT.replace("GATES", entry));
  }

  public static Gate atMost(GateMetric metric, String attribute, double bound) {
    return new Gate(
        metric,
        Optional.ofNullable(attribute),
        Optional.empty(),
        Optional.of(bound),
        Optional.empty());
  }

  public static Gate atLeast(GateMetric metric, String attribute, double bound) {
    return new Gate(
        metric,
        Optional.ofNullable(attribute),
        Optional.empty(),
        Optional.empty(),
        Optional.of(bound));
  }

  private static Pipeline read(String text) {
    return file(text).pipeline();
  }

  private static PipelineFile file(String text) {
    Path folder = Spark.temporary("pipeline");
    try {
      Files.writeString(folder.resolve("customers.csv"), "id,decided\n1,2026-01-01\n");
      String rooted = text.replaceFirst("\n", "\ndata: " + folder + "\n");
      Path file = Files.writeString(folder.resolve("spring-offers.yaml"), rooted);
      return PipelineFile.read(file, Map.of(), Overrides.none());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
