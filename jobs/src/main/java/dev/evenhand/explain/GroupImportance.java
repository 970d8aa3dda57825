package dev.evenhand.explain;

import static java.util.stream.Collectors.groupingBy;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.stddev;

import dev.evenhand.attribution.Normal;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How much each feature moves the scores of each group: the mean of |φ| over its decisions, in
 * log-odds. The feature stands as the statistic. Groups below the minimum size are withheld, and
 * those from which such a one could be reckoned, as the mean of all decisions is told elsewhere.
 */
record GroupImportance(int minGroup, List<String> attributes, String runId) {
  /** Metric: the mean size of a feature's contributions, by group. */
  static final String IMPORTANCE = "importance";

  private static final String FEATURE = "feature";
  private static final String CONTRIBUTION = "contribution";

  /** One figure a model, group and feature, of rows with contributions and groups. */
  List<FigureRow> of(Dataset<Row> rows) {
    Column size = abs(col(CONTRIBUTION));
    Dataset<Row> sums =
        GroupedFigures.keyed(rows, attributes)
            .select(
                col(GroupedFigures.KEY),
                explode(Explanations.CONTRIBUTIONS.column())
                    .as(new String[] {FEATURE, CONTRIBUTION}))
            .groupBy(col(GroupedFigures.KEY), col(FEATURE))
            .agg(
                count(CONTRIBUTION).as("n"),
                avg(size).as("mean"),
                Normal.half(stddev(size), count(CONTRIBUTION)).as("half"));
    List<Row> sorted = SmallRows.sorted(sums, GroupedFigures.KEY, FEATURE);
    Map<String, List<Row>> features =
        sorted.stream().collect(groupingBy(row -> row.getAs(FEATURE)));
    Map<String, ShownGroups> shown = new HashMap<>();
    features.forEach((name, of) -> shown.put(name, ShownGroups.of(of, "n", minGroup)));
    return sorted.stream()
        .filter(row -> !row.getStruct(0).isNullAt(1))
        .map(row -> figure(row, shown.get(row.<String>getAs(FEATURE))))
        .toList();
  }

  private FigureRow figure(Row row, ShownGroups shown) {
    Row key = row.getStruct(0);
    FigureRow figure =
        FigureRow.of(IMPORTANCE)
            .model(key.getString(0), runId)
            .dataset(Measures.DECISIONS)
            .split("test")
            .group(key.getString(1), key.getString(2))
            .statistic(row.getAs(FEATURE));
    Optional<String> reason = shown.whyNot(row);
    if (reason.isPresent()) {
      return figure.because(Measures.WITHHELD, reason.get());
    }
    Double mean = row.getAs("mean");
    if (mean == null) {
      return figure.because(Measures.UNDEFINED, "no row has a contribution");
    }
    Double half = row.getAs("half");
    if (half != null) {
      figure.interval(mean - half, mean + half, "normal");
    }
    return figure.size(shown.rows(row), null).value(mean);
  }
}
