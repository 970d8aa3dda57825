package dev.evenhand.card;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.attribution.Normal;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.Explanations;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Global importance: the mean size of each feature's contributions to single decisions. */
final class Influences {
  private static final String FEATURE = "feature";
  private static final String VALUE = "contribution";

  private Influences() {}

  /** One row a model and feature, strongest first. */
  static List<Influence> of(Dataset<Row> explanations) {
    Column model = Explanations.MODEL.column();
    Column isFirst = col(FEATURE).equalTo(get(Explanations.REASONS.column(), lit(0)));
    Dataset<Row> contributions =
        explanations.select(
            model,
            Explanations.REASONS.column(),
            explode(Explanations.CONTRIBUTIONS.column()).as(new String[] {FEATURE, VALUE}));
    Dataset<Row> sums =
        contributions
            .groupBy(model, col(FEATURE))
            .agg(
                sum(abs(col(VALUE))).as("size"),
                Normal.half(stddev_samp(abs(col(VALUE))), count(col(VALUE))).as("half"),
                sum(col(VALUE)).as("total"),
                sum(when(isFirst, lit(1L)).otherwise(lit(0L))).as("first"),
                count(col(VALUE)).as("n"))
            .filter(col("n").gt(0));
    return SmallRows.sorted(sums, model, col("size").desc(), col(FEATURE)).stream()
        .map(Influences::influence)
        .toList();
  }

  private static Influence influence(Row row) {
    long n = row.<Long>getAs("n");
    return new Influence(
        row.getString(0),
        row.getString(1),
        row.<Double>getAs("size") / n,
        row.getAs("half"),
        row.<Double>getAs("total") / n,
        (double) row.<Long>getAs("first") / n,
        n);
  }
}
