package dev.evenhand.explain;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.stddev;
import static org.apache.spark.sql.functions.struct;

import dev.evenhand.attribution.Normal;
import dev.evenhand.base.Quoted;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How much each feature moves the scores of each group: the mean of |φ| over its decisions, in
 * log-odds. The feature stands as the statistic; groups below the minimum size are withheld.
 */
record GroupImportance(int minGroup, List<String> attributes, String runId) {
  /** Metric: the mean size of a feature's contributions, by group. */
  static final String IMPORTANCE = "importance";

  private static final String MODEL = Explanations.MODEL.name();
  private static final String GROUP = "group_key";
  private static final String ATTRIBUTE = "attribute";
  private static final String VALUE = "value";
  private static final String FEATURE = "feature";
  private static final String CONTRIBUTION = "contribution";

  /** One figure a model, group and feature, of rows with contributions and groups. */
  List<FigureRow> of(Dataset<Row> rows) {
    Column[] groups =
        attributes.stream()
            .map(
                attribute ->
                    struct(lit(attribute).as(ATTRIBUTE), col(Quoted.name(attribute)).as(VALUE)))
            .toArray(Column[]::new);
    Column size = abs(col(CONTRIBUTION));
    Dataset<Row> sums =
        rows.select(
                col(MODEL),
                array(groups).as(GROUP),
                explode(Explanations.CONTRIBUTIONS.column())
                    .as(new String[] {FEATURE, CONTRIBUTION}))
            .withColumn(GROUP, explode(col(GROUP)))
            .groupBy(col(MODEL), col(GROUP), col(FEATURE))
            .agg(
                count(CONTRIBUTION).as("n"),
                avg(size).as("mean"),
                Normal.half(stddev(size), count(CONTRIBUTION)).as("half"));
    return SmallRows.sorted(sums, MODEL, GROUP, FEATURE).stream().map(this::figure).toList();
  }

  private FigureRow figure(Row row) {
    Row group = row.getAs(GROUP);
    long n = row.getAs("n");
    FigureRow figure =
        FigureRow.of(IMPORTANCE)
            .model(row.getAs(MODEL), runId)
            .dataset(Measures.DECISIONS)
            .split("test")
            .group(group.getString(0), group.getString(1))
            .statistic(row.getAs(FEATURE));
    if (n < minGroup) {
      return figure.because(Measures.WITHHELD, "the group has fewer than " + minGroup + " rows");
    }
    Double mean = row.getAs("mean");
    if (mean == null) {
      return figure.because(Measures.UNDEFINED, "no row has a contribution");
    }
    Double half = row.getAs("half");
    if (half != null) {
      figure.interval(mean - half, mean + half, "normal");
    }
    return figure.size(n, null).value(mean);
  }
}
