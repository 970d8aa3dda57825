package dev.evenhand.card;

import dev.evenhand.lake.table.Models;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** A model of the run, as {@code govern.models} holds it. */
record TrainedModel(
    String name,
    String estimator,
    String status,
    String path,
    String sha256,
    long trainingTableVersion,
    long trainingRows,
    Map<String, String> parameters,
    double threshold,
    String constraint,
    Double bound,
    Double violation,
    Map<String, Double> figures,
    Boolean isPareto) {

  static TrainedModel of(Row row) {
    Map<String, String> parameters = row.getJavaMap(row.fieldIndex(Models.PARAMETERS.name()));
    int figures = row.fieldIndex(Models.FIGURES.name());
    Map<String, Double> measured = row.isNullAt(figures) ? Map.of() : row.getJavaMap(figures);
    return new TrainedModel(
        row.getAs(Models.MODEL.name()),
        row.getAs(Models.ESTIMATOR.name()),
        row.getAs(Models.STATUS.name()),
        row.getAs(Models.PATH.name()),
        row.getAs(Models.SHA256.name()),
        row.<Long>getAs(Models.TRAINING_TABLE_VERSION.name()),
        row.<Long>getAs(Models.TRAINING_ROWS.name()),
        new TreeMap<>(parameters),
        row.<Double>getAs(Models.THRESHOLD.name()),
        row.getAs(Models.CONSTRAINT.name()),
        row.getAs(Models.BOUND.name()),
        row.getAs(Models.VIOLATION.name()),
        new TreeMap<>(measured),
        row.getAs(Models.IS_PARETO.name()));
  }
}
