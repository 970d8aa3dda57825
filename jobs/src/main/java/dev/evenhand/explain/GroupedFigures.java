package dev.evenhand.explain;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.stddev;
import static org.apache.spark.sql.functions.struct;

import dev.evenhand.attribution.Normal;
import dev.evenhand.attribution.RecourseCosts;
import dev.evenhand.base.Quoted;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The quality of explanations and the cost of recourse, of all decisions and of each group. What is
 * made of fewer rows than the minimum is withheld, and what would tell of such.
 */
record GroupedFigures(int minGroup, List<String> attributes, boolean hasRecourse, String runId) {
  /** Column: margin less base and contributions, absolute. */
  static final String ERROR = "explanation_error";

  /** Column: the share of all contributions, by size, that the told reasons carry. */
  static final String COVERAGE = "explanation_coverage";

  /** Column: a struct as {@link RecourseCosts} wants it. */
  static final String RECOURSE = "recourse";

  /** Metric: the largest difference of contributions when they are reckoned again. */
  static final String INSTABILITY = "explanation_instability";

  private static final String COST = "recourse_cost";
  private static final String RATE = "recourse_rate";
  static final List<String> OF_ALL = List.of(ERROR, COVERAGE, INSTABILITY, COST, RATE);
  static final List<String> OF_GROUPS = List.of(ERROR, COVERAGE, COST, RATE);

  private static final String MODEL = Explanations.MODEL.name();

  /** Column: a struct of model, attribute and value. */
  static final String KEY = "group_key";

  private static final String ATTRIBUTE = "attribute";
  private static final String VALUE = "value";
  private static final double SETTLED = 1e-9;

  /** Beyond 9 decimals is the order in which doubles were added up. */
  static double settled(double error) {
    return Math.rint(error / SETTLED) * SETTLED;
  }

  /** Figures of all decisions, and those of groups. */
  record Split(List<FigureRow> ofAll, List<FigureRow> ofGroups) {}

  Split of(Dataset<Row> rows) {
    return figures(keyed(rows, attributes));
  }

  /**
   * Each row once for all, without attribute and value, and once for its group of each attribute.
   */
  static Dataset<Row> keyed(Dataset<Row> rows, List<String> attributes) {
    List<Column> keys = new ArrayList<>();
    keys.add(struct(col(MODEL).as(MODEL), text(null).as(ATTRIBUTE), text(null).as(VALUE)));
    for (String attribute : attributes) {
      keys.add(
          struct(
              col(MODEL).as(MODEL),
              text(attribute).as(ATTRIBUTE),
              col(Quoted.name(attribute)).as(VALUE)));
    }
    return rows.withColumn(KEY, explode(array(keys.toArray(Column[]::new))));
  }

  private static Column text(String value) {
    return lit(value).cast("string");
  }

  private Split figures(Dataset<Row> keyed) {
    Gaps gaps = new Gaps(runId);
    Split figures = new Split(new ArrayList<>(), new ArrayList<>());
    List<Row> qualities = SmallRows.sorted(qualities(keyed), col(KEY));
    ShownGroups measured = ShownGroups.of(qualities, "n", minGroup);
    qualities.forEach(row -> addQuality(row, measured, figures, gaps));
    if (hasRecourse) {
      List<Row> costs = SmallRows.sorted(costs(keyed), col("group_value"));
      ShownGroups refused = measured.among(costs, "unfavourable");
      ShownGroups helped = refused.among(costs, "with_recourse");
      for (Row row : costs) {
        addCost(row, helped, figures, gaps);
        addRate(row, refused, figures, gaps);
      }
    }
    figures.ofGroups().addAll(gaps.figures());
    return figures;
  }

  private static Dataset<Row> qualities(Dataset<Row> keyed) {
    return keyed
        .groupBy(KEY)
        .agg(
            count(lit(1)).as("n"),
            max(ERROR).as("worst"),
            avg(COVERAGE).as("coverage"),
            Normal.half(stddev(col(COVERAGE)), count(COVERAGE)).as("half"));
  }

  private void addQuality(Row row, ShownGroups shown, Split figures, Gaps gaps) {
    Double worst = row.getAs("worst");
    Double coverage = row.getAs("coverage");
    List<FigureRow> to = to(row, figures);
    to.add(valued(row, shown, ERROR, "max", worst == null ? null : settled(worst)));
    to.add(valued(row, shown, COVERAGE, "mean", coverage, row.getAs("half")));
    gaps.add(row, shown, COVERAGE, "mean", coverage);
  }

  private static List<FigureRow> to(Row row, Split figures) {
    return key(row).getString(1) == null ? figures.ofAll() : figures.ofGroups();
  }

  private static Dataset<Row> costs(Dataset<Row> keyed) {
    return RecourseCosts.byGroup(
        keyed.filter(col(RECOURSE).getField("status").isNotNull()), RECOURSE, KEY);
  }

  private void addCost(Row row, ShownGroups shown, Split figures, Gaps gaps) {
    Double mean = row.getAs("mean_cost");
    Double high = row.getAs("ci_high");
    Double half = mean == null || high == null ? null : high - mean;
    List<FigureRow> to = to(row, figures);
    to.add(valued(row, shown, COST, "mean", mean, half));
    to.add(valued(row, shown, COST, "median", row.getAs("median_cost")));
    gaps.add(row, shown, COST, "mean", mean);
  }

  private void addRate(Row row, ShownGroups shown, Split figures, Gaps gaps) {
    long unfavourable = shown.rows(row);
    long found = row.getAs("with_recourse");
    Double rate = unfavourable == 0 ? null : (double) found / unfavourable;
    to(row, figures).add(valued(row, shown, RATE, "value", rate));
    gaps.add(row, shown, RATE, "value", rate);
  }

  private FigureRow valued(
      Row row, ShownGroups shown, String metric, String statistic, Double value) {
    return valued(row, shown, metric, statistic, value, null);
  }

  private FigureRow valued(
      Row row, ShownGroups shown, String metric, String statistic, Double value, Double half) {
    Row key = key(row);
    FigureRow figure =
        FigureRow.of(metric)
            .model(key.getString(0), runId)
            .dataset(Measures.DECISIONS)
            .split("test")
            .group(key.getString(1), key.getString(2))
            .statistic(statistic);
    Optional<String> reason = shown.whyNot(row);
    if (reason.isPresent()) {
      return figure.because(Measures.WITHHELD, reason.get());
    }
    figure.size(shown.rows(row), null);
    if (value == null) {
      return figure.because(Measures.UNDEFINED, "no row has it");
    }
    if (half != null) {
      figure.interval(value - half, value + half, "normal");
    }
    return figure.value(value);
  }

  private static Row key(Row row) {
    return row.getStruct(0);
  }

  /** The largest difference between groups of an attribute, of those that are shown. */
  private record Gaps(String runId, Map<List<String>, double[]> extremes) {
    Gaps(String runId) {
      this(runId, new TreeMap<>((a, b) -> a.toString().compareTo(b.toString())));
    }

    void add(Row row, ShownGroups shown, String metric, String statistic, Double value) {
      Row key = key(row);
      if (key.getString(1) == null || value == null || shown.whyNot(row).isPresent()) {
        return;
      }
      double[] extreme =
          extremes.computeIfAbsent(
              List.of(key.getString(0), key.getString(1), metric, statistic),
              each -> new double[] {value, value, 0});
      extreme[0] = Math.min(extreme[0], value);
      extreme[1] = Math.max(extreme[1], value);
      extreme[2]++;
    }

    List<FigureRow> figures() {
      List<FigureRow> figures = new ArrayList<>();
      extremes.forEach(
          (of, extreme) ->
              figures.add(
                  FigureRow.of(of.get(2))
                      .model(of.get(0), runId)
                      .dataset(Measures.DECISIONS)
                      .split("test")
                      .group(of.get(1), null)
                      .reference(Measures.BETWEEN_GROUPS)
                      .statistic("difference")
                      .because(
                          extreme[2] < 2 ? Measures.UNDEFINED : Measures.OK,
                          extreme[2] < 2 ? "fewer than two groups have a value" : null)
                      .value(extreme[2] < 2 ? null : extreme[1] - extreme[0])));
      return figures;
    }
  }
}
