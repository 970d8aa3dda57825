package dev.evenhand.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.config.Frontier;
import dev.evenhand.config.GateMetric;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Value;
import dev.evenhand.fairness.Audit;
import dev.evenhand.fairness.AuditOptions;
import dev.evenhand.fairness.AuditRequest;
import dev.evenhand.fairness.AuditResult;
import dev.evenhand.fairness.Columns;
import dev.evenhand.fairness.Figure;
import dev.evenhand.fairness.Grouping;
import dev.evenhand.fairness.Undefined;
import dev.evenhand.lake.table.Predictions;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All models on the validation rows, which none of them learned from: how good, how even, and what
 * their decisions are worth. One pass for all models.
 */
record Trial(Pipeline pipeline, Dataset<Row> validation) {
  private static final String MODEL = "model";
  private static final MathContext DIGITS = new MathContext(12);

  /** The figures of each model, by name; those that are undefined are not there. */
  Map<String, Map<String, Double>> of(List<Candidate> candidates) {
    List<String> sensitive = pipeline.evaluate().sensitive();
    Dataset<Row> rows = candidates.stream().map(this::decided).reduce(Dataset::union).orElseThrow();
    Map<List<String>, AuditResult> audits =
        Audit.by(
            rows,
            List.of(MODEL),
            new AuditRequest(
                Columns.of(TrainingData.LABEL, Predictions.DECISION.name())
                    .withScore(Predictions.SCORE.name()),
                new Grouping(sensitive, List.of(), 1, pipeline.evaluate().privileged()),
                new AuditOptions(
                    pipeline.evaluate().minGroup(), Undefined.NULL, 0, pipeline.seed())));
    Map<String, Map<String, Double>> figures = new TreeMap<>();
    audits.forEach((model, audit) -> figures.put(model.get(0), figures(audit)));
    return figures;
  }

  private Dataset<Row> decided(Candidate candidate) {
    Dataset<Row> rows = validation;
    for (Transformer stage : candidate.stages()) {
      rows = stage.transform(rows);
    }
    List<Column> columns = new ArrayList<>();
    columns.add(lit(candidate.name()).as(MODEL));
    columns.add(col(TrainingData.LABEL));
    columns.add(Predictions.DECISION.column());
    columns.add(Predictions.SCORE.column());
    pipeline.evaluate().sensitive().forEach(name -> columns.add(col("`" + name + "`")));
    return rows.select(columns.toArray(Column[]::new));
  }

  private Map<String, Double> figures(AuditResult audit) {
    Map<String, Double> overall = new TreeMap<>();
    Map<String, Double> kept = new TreeMap<>();
    for (Figure figure : audit.figures()) {
      if (figure.isDefined() && figure.attribute() == null) {
        overall.put(figure.metric(), figure.value());
      }
    }
    overall.computeIfPresent("average_precision", (name, value) -> keep(kept, "pr_auc", value));
    for (GateMetric metric : GateMetric.values()) {
      if (metric.comparesGroups()) {
        gaps(audit, metric, kept);
      } else if (overall.containsKey(metric.word())) {
        keep(kept, metric.word(), overall.get(metric.word()));
      }
    }
    pipeline.value().ifPresent(value -> keep(kept, GateMetric.VALUE.word(), worth(value, overall)));
    return kept;
  }

  private static Double keep(Map<String, Double> kept, String name, double value) {
    return kept.put(name, new BigDecimal(value).round(DIGITS).doubleValue());
  }

  private static void gaps(AuditResult audit, GateMetric metric, Map<String, Double> kept) {
    for (Figure figure : audit.figures()) {
      boolean isGeneral =
          figure.groupValue() == null
              && List.of("between_groups", "rest_against_privileged").contains(figure.statistic());
      if (figure.isDefined()
          && figure.attribute() != null
          && isGeneral
          && figure.metric().equals(metric.word())) {
        kept.computeIfAbsent(
            Frontier.key(metric, figure.attribute()),
            name -> new BigDecimal(figure.value()).round(DIGITS).doubleValue());
      }
    }
  }

  private static double worth(Value value, Map<String, Double> counts) {
    return value.truePositive().doubleValue() * counts.get("true_positives")
        + value.falsePositive().doubleValue() * counts.get("false_positives")
        + value.trueNegative().doubleValue() * counts.get("true_negatives")
        + value.falseNegative().doubleValue() * counts.get("false_negatives");
  }
}
