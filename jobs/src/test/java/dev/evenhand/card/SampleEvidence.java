package dev.evenhand.card;

import dev.evenhand.support.SamplePipeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Evidence of a run as steps would write it, with numbers that a reader can check by hand. */
final class SampleEvidence {
  static final String FAIR = SamplePipeline.CANDIDATE;
  static final String PLAIN = SamplePipeline.UNCONSTRAINED;
  static final String GATE = "{metric: equalized_odds_difference, attribute: origin, at_most: 0.1}";

  private SampleEvidence() {}

  /** Without the figures of models for which the condition holds. */
  static Evidence withoutMeasured(Predicate<Figure> condition) {
    Evidence all = of();
    return with(all, all.quality(), all.measured().where(condition.negate()));
  }

  /** With another figure of the candidate about all test decisions. */
  static Evidence withMeasured(String metric, double value, double low, double high) {
    Evidence all = of();
    List<Figure> figures = new ArrayList<>(all.measured().figures());
    figures.replaceAll(
        figure ->
            figure.model().equals(FAIR) && figure.metric().equals(metric) && figure.isOverall()
                ? new Figure(
                    FAIR,
                    "decisions",
                    "test",
                    null,
                    null,
                    null,
                    metric,
                    "value",
                    value,
                    low,
                    high,
                    figure.n(),
                    "ok",
                    null)
                : figure);
    return with(all, all.quality(), new FigureSet(figures));
  }

  static Evidence withScores(ScoreCell... scores) {
    Evidence all = of();
    return with(all, all.gates(), all.quality(), all.measured(), List.of(scores));
  }

  static Evidence withoutGate(String metric) {
    Evidence all = of();
    List<JudgedGate> gates =
        all.gates().stream().filter(gate -> !gate.metric().equals(metric)).toList();
    return with(all, gates, all.quality(), all.measured(), all.scores());
  }

  static Evidence withoutQuality(String metric) {
    Evidence all = of();
    return with(
        all, all.quality().where(figure -> !figure.metric().equals(metric)), all.measured());
  }

  /** With one more group, whose figures are withheld. */
  static Evidence withGroup(String attribute, String group) {
    Evidence all = of();
    List<Figure> figures = new ArrayList<>(all.measured().figures());
    SampleFigures.withheld(figures, attribute, group, 3);
    return with(all, all.quality(), new FigureSet(figures));
  }

  private static Evidence with(Evidence all, FigureSet quality, FigureSet measured) {
    return with(all, all.gates(), quality, measured, all.scores());
  }

  private static Evidence with(
      Evidence all,
      List<JudgedGate> gates,
      FigureSet quality,
      FigureSet measured,
      List<ScoreCell> scores) {
    return new Evidence(
        all.run(),
        all.steps(),
        all.models(),
        gates,
        quality,
        all.balance(),
        all.privacy(),
        measured,
        all.counts(),
        all.influences(),
        scores,
        all.proof(),
        all.standing());
  }

  static Evidence of() {
    return new Evidence(
        new Evidence.RunFacts(
            SamplePipeline.NAME,
            "r20260301T060000000",
            Instant.parse("2026-03-01T00:00:00Z"),
            "3f1c9f0ad21b7a5a4e54a0d6f2b7a7b6f5d0a3a0f3f6a1d0c9d8e7f6a5b4c3d2",
            "0.1.0 (4ba4f8b)",
            17),
        steps(),
        models(),
        gates(),
        new FigureSet(SampleFigures.quality()),
        new FigureSet(SampleFigures.balance()),
        new FigureSet(SampleFigures.privacy()),
        new FigureSet(SampleFigures.measured()),
        counts(),
        influences(),
        SampleScores.cells(),
        new Proof(FAIR, 3_021, 2_974, 47, 0, 0, 0, 1_804, 1L, true),
        new Standing(Instant.parse("2026-03-01T00:00:00Z"), "promoted", List.of(), List.of()));
  }

  private static List<StepRun> steps() {
    return List.of(
        step("ingest", 104_250, 103_961, 9.4, Map.of(), Map.of("silver.sales", 3L)),
        step(
            "consent",
            6_589,
            5_893,
            2.1,
            Map.of("silver.consents", 1L),
            Map.of("gold.decisions", 2L)),
        step(
            "features", 5_893, 5_893, 6.8, Map.of("silver.sales", 3L), Map.of("gold.features", 2L)),
        step("train", 3_021, 5, 14.2, Map.of("gold.training_set", 2L), Map.of("govern.models", 4L)),
        step(
            "evaluate",
            9_885,
            412,
            7.5,
            Map.of("gold.predictions", 2L),
            Map.of("metrics.fairness", 2L)));
  }

  private static StepRun step(
      String name,
      long in,
      long out,
      double seconds,
      Map<String, Long> read,
      Map<String, Long> written) {
    return new StepRun(name, in, out, seconds, seconds * 1.6, read, written, "");
  }

  private static List<TrainedModel> models() {
    return List.of(
        model("majority", "majority", "reference", 1.0, null, measured(0.88, 0, 0), null),
        model("recency", "recency", "reference", 0.311, null, measured(0.79, 0.09, 2_100), null),
        model(
            PLAIN,
            "logistic-regression",
            "reference",
            0.284,
            null,
            measured(0.82, 0.154, 3_800),
            true),
        model(
            FAIR,
            "fair-logistic-regression",
            "promoted",
            0.2713,
            "equalized-odds",
            measured(0.815, 0.051, 3_720),
            true));
  }

  private static Map<String, Double> measured(double accuracy, double gap, double value) {
    return Map.of("accuracy", accuracy, "value", value, "equalized_odds_difference by origin", gap);
  }

  private static TrainedModel model(
      String name,
      String estimator,
      String status,
      double threshold,
      String constraint,
      Map<String, Double> figures,
      Boolean isPareto) {
    return new TrainedModel(
        name,
        estimator,
        status,
        "models/spring-offers/r20260301T060000000/" + name,
        "9b1c5f5a7d1f0a94f1e0ab5c9c1c0bb4a6c9b7a9f1e0ab5c9c1c0bb4a6c9b7a9",
        2,
        2_974,
        Map.of("regularization", "0.01", "max_iterations", "100"),
        threshold,
        constraint,
        constraint == null ? null : 0.05,
        constraint == null ? null : 0.0487,
        figures,
        isPareto);
  }

  private static List<JudgedGate> gates() {
    return List.of(
        gate("demographic_parity_difference", "age_band", "at most 0.15", 0.0704, "file"),
        gate("equalized_odds_difference", "origin", "at most 0.1", 0.0412, "file"),
        gate("roc_auc", null, "at least 0.7", 0.7694, "file"),
        gate("roc_auc", null, "more than 0.5 (baseline majority)", 0.7694, "house"),
        gate("roc_auc", null, "more than 0.6122 (baseline recency)", 0.7694, "house"),
        gate("selection_rate", null, "at least 0.0601 (half the base rate)", 0.2013, "house"));
  }

  private static JudgedGate gate(
      String metric, String attribute, String bound, double value, String setBy) {
    return new JudgedGate(FAIR, metric, attribute, bound, value, true, null, setBy);
  }

  private static List<RowCount> counts() {
    return List.of(
        new RowCount("silver.decisions", null, null, 6_589),
        new RowCount("gold.decisions", null, null, 5_893),
        new RowCount("gold.training_set", null, null, 2_974),
        new RowCount("gold.splits", "excluded", "outcome not known yet", 120),
        new RowCount("gold.splits", "test", null, SampleFigures.TEST),
        new RowCount("gold.splits", "train", null, 3_021),
        new RowCount("gold.splits", "validation", null, 775));
  }

  private static List<Influence> influences() {
    return List.of(
        new Influence(FAIR, "frequency_91d", 0.412, 0.016, 0.021, 0.312, 2_752),
        new Influence(FAIR, "recency_days", 0.351, 0.014, -0.012, 0.244, 2_752),
        new Influence(FAIR, "monetary_182d", 0.208, 0.008, 0.034, 0.151, 2_752),
        new Influence(FAIR, "discount_share_91d", 0.177, 0.007, 0.011, 0.109, 2_752),
        new Influence(FAIR, "postal_area", 0.121, 0.005, -0.004, 0.083, 2_752),
        new Influence(FAIR, "tenure_years", 0.094, 0.004, 0.002, 0.061, 2_752),
        new Influence(FAIR, "weekend_share", 0.041, 0.002, 0.001, 0.022, 2_752),
        new Influence(FAIR, "household_size", 0.019, 0.001, 0.000, 0.018, 2_752));
  }
}
