package dev.evenhand.evaluate;

import static org.apache.spark.sql.functions.count_if;

import dev.evenhand.config.Value;
import dev.evenhand.job.JobContext;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.Predictions;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the decisions of each model are worth: the counts of outcomes times their values. */
record BusinessValue(Dataset<Row> predictions, Optional<Value> value) {

  List<FigureRow> figures(JobContext context) {
    if (value.isEmpty()) {
      return List.of();
    }
    Dataset<Row> counts =
        predictions
            .groupBy(Predictions.MODEL.column(), Predictions.SPLIT.column())
            .agg(count(1, 1), count(1, 0), count(0, 0), count(0, 1));
    return SmallRows.sorted(counts, Predictions.MODEL.column(), Predictions.SPLIT.column()).stream()
        .map(row -> figure(row, context.scope().runId()))
        .toList();
  }

  private static Column count(int decision, int label) {
    return count_if(
        Predictions.DECISION
            .column()
            .equalTo(decision)
            .and(Predictions.LABEL.column().equalTo(label)));
  }

  private FigureRow figure(Row row, String version) {
    Value worth = value.orElseThrow();
    double total = worth.worth(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
    long n = row.getLong(2) + row.getLong(3) + row.getLong(4) + row.getLong(5);
    return FigureRow.of("value")
        .model(row.getString(0), version)
        .dataset(Measures.DECISIONS)
        .split(row.getString(1))
        .value(total)
        .size(n, (double) n);
  }
}
