package dev.evenhand.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import dev.evenhand.lake.Lake;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Cells;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Every metric over a pipeline's newest runs: of all rows, of the gaps between groups, and of the
 * groups of single attributes. Figures of models are those on the test split.
 */
record TrendReader(Lake lake) {
  private static final int RUNS = 60;
  private static final long USUAL_MINIMUM = 30;
  private static final String TABLE = "table";
  private static final String TEST = "test";

  /** Of a group alone; others compare it with another, or are of a bin of it. */
  private static final String[] OF_A_GROUP = {"value", "mean", "median", "max"};

  /** The figures that one page line is made of, whichever run they are of. */
  private record Key(
      String about,
      String metric,
      String statistic,
      String model,
      String dataset,
      String attribute,
      String group,
      String reference) {}

  Trends of(PipelineView pipeline) {
    List<RunView> trained =
        pipeline.oldestFirst().stream().filter(run -> !run.models().isEmpty()).toList();
    List<RunView> runs = trained.subList(Math.max(0, trained.size() - RUNS), trained.size());
    List<String> ids = runs.stream().map(RunView::id).toList();
    long minimum = minimum(pipeline.name());
    Map<Key, Double[]> lines = new LinkedHashMap<>();
    for (Row figure : Shielded.of(figures(pipeline.name(), ids), minimum)) {
      int run = ids.indexOf(figure.<String>getAs(TableContract.RUN_ID.name()));
      lines.computeIfAbsent(key(figure), key -> new Double[ids.size()])[run] =
          figure.getAs(Figures.VALUE.name());
    }
    return new Trends(
        runs.stream().map(TrendReader::run).toList(),
        minimum,
        lines.entrySet().stream().map(line -> line(line.getKey(), line.getValue())).toList());
  }

  private static Trends.Run run(RunView run) {
    return new Trends.Run(
        run.id(), Shown.day(run.asOf()), run.candidate().map(ModelView::name).orElse(null));
  }

  private static Trends.Line line(Key key, Double[] values) {
    return new Trends.Line(
        key.about(),
        key.metric(),
        key.statistic(),
        key.model(),
        key.dataset(),
        key.attribute(),
        key.group(),
        key.reference(),
        Arrays.asList(values));
  }

  /** The largest that any run asked for. */
  private long minimum(String pipeline) {
    Row found = lake.readPipeline(Cells.CONTRACT, pipeline).agg(max(Cells.MIN_N.column())).head();
    return found.isNullAt(0) ? USUAL_MINIMUM : found.getLong(0);
  }

  private List<Row> figures(String pipeline, List<String> runs) {
    Column[] by =
        Stream.concat(
                Stream.of(col(TABLE)),
                Stream.of(
                        Figures.METRIC,
                        Figures.STATISTIC,
                        Figures.MODEL,
                        Figures.DATASET,
                        Figures.ATTRIBUTE,
                        Figures.REFERENCE,
                        Figures.GROUP_VALUE,
                        TableContract.RUN_ID)
                    .map(field -> field.column()))
            .toArray(Column[]::new);
    Dataset<Row> all =
        Figures.ALL.stream()
            .map(
                table ->
                    lake.readPipeline(table, pipeline)
                        .filter(TableContract.RUN_ID.column().isin(runs.toArray()))
                        .filter(isShown())
                        .withColumn(TABLE, lit(table.table())))
            .reduce(Dataset::unionByName)
            .orElseThrow();
    return SmallRows.sorted(
        all.select(
            Stream.concat(
                    Stream.of(by),
                    Stream.of(Figures.VALUE, Figures.N, Figures.STATUS, Figures.REASON)
                        .map(field -> field.column()))
                .toArray(Column[]::new)),
        by);
  }

  /**
   * Bins of calibration curves, pairs of groups, intersections' groups and subgroups are left out.
   */
  private static Column isShown() {
    Column isOfTest = Figures.MODEL.column().isNull().or(Figures.SPLIT.column().equalTo(TEST));
    Column isOfGroup =
        Figures.STATISTIC
            .column()
            .isin((Object[]) OF_A_GROUP)
            .and(not(Figures.GROUP_VALUE.column().rlike("^[\\[{]")))
            .and(not(Figures.ATTRIBUTE.column().startsWith("[")));
    return isOfTest
        .and(Figures.CONTROL.column().isNull())
        .and(Figures.GROUP_VALUE.column().isNull().or(isOfGroup))
        .and(not(Figures.STATISTIC.column().startsWith("bin=")))
        .and(not(Figures.METRIC.column().startsWith(Measures.SUBGROUP_PREFIX)));
  }

  private static Key key(Row row) {
    return new Key(
        row.getAs(TABLE),
        row.getAs(Figures.METRIC.name()),
        row.getAs(Figures.STATISTIC.name()),
        row.getAs(Figures.MODEL.name()),
        row.getAs(Figures.DATASET.name()),
        row.getAs(Figures.ATTRIBUTE.name()),
        row.getAs(Figures.GROUP_VALUE.name()),
        row.getAs(Figures.REFERENCE.name()));
  }
}
