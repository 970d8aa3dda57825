package dev.evenhand.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.Digits;
import dev.evenhand.base.Quoted;
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
import dev.evenhand.vector.SavedModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All models on the validation rows, which none of them learned from: how good, how even, and what
 * their decisions are worth. One pass for all models.
 */
record Trial(Pipeline pipeline, Dataset<Row> validation) {
  private static final String MODEL = "model";
  private static final Set<String> OF_ALL_GROUPS =
      Set.of("between_groups", "rest_against_privileged");
  private static final Map<String, GateMetric> GAPS =
      Arrays.stream(GateMetric.values())
          .filter(GateMetric::comparesGroups)
          .collect(Collectors.toUnmodifiableMap(GateMetric::word, metric -> metric));

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
    Dataset<Row> rows = SavedModels.through(candidate.stages(), validation);
    List<Column> columns = new ArrayList<>();
    columns.add(lit(candidate.name()).as(MODEL));
    columns.add(col(TrainingData.LABEL));
    columns.add(Predictions.DECISION.column());
    columns.add(Predictions.SCORE.column());
    pipeline.evaluate().sensitive().forEach(name -> columns.add(col(Quoted.name(name))));
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
    Double precision = overall.get("average_precision");
    if (precision != null) {
      overall.put(GateMetric.PR_AUC.word(), precision);
    }
    pipeline
        .value()
        .ifPresent(value -> overall.put(GateMetric.VALUE.word(), worth(value, overall)));
    for (GateMetric metric : GateMetric.values()) {
      if (overall.containsKey(metric.word())) {
        kept.put(metric.word(), Digits.rounded(overall.get(metric.word())));
      }
    }
    gaps(audit, kept);
    return kept;
  }

  private static void gaps(AuditResult audit, Map<String, Double> kept) {
    for (Figure figure : audit.figures()) {
      GateMetric metric = GAPS.get(figure.metric());
      boolean isOfAllGroups =
          figure.attribute() != null
              && figure.groupValue() == null
              && OF_ALL_GROUPS.contains(figure.statistic());
      if (metric != null && isOfAllGroups && figure.isDefined()) {
        kept.putIfAbsent(Frontier.key(metric, figure.attribute()), Digits.rounded(figure.value()));
      }
    }
  }

  private static double worth(Value value, Map<String, Double> counts) {
    return value.worth(
        counts.get("true_positives"),
        counts.get("false_positives"),
        counts.get("true_negatives"),
        counts.get("false_negatives"));
  }
}
