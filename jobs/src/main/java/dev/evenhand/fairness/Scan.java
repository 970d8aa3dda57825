package dev.evenhand.fairness;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import dev.evenhand.fairness.ScanState.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** The one pass over the rows: from a table to a {@link ScanState} of bounded size. */
final class Scan {
  /** Distinct (group, score) cells up to which ranking metrics are exact. */
  static final int EXACT_CELLS = 2_000_000;

  /** The group of rows whose protected value is missing. */
  static final String UNKNOWN = "unknown";

  private Scan() {}

  static ScanState of(Dataset<Row> rows, Columns columns, List<String> groups) {
    return of(rows, columns, groups, EXACT_CELLS);
  }

  static ScanState of(Dataset<Row> rows, Columns columns, List<String> groups, int limit) {
    requireColumns(rows, columns, groups);
    JavaRDD<InternalRow> input = internalRows(project(rows, columns, groups));
    int tasks = Math.min(input.getNumPartitions(), input.context().defaultParallelism());
    ScanState none = new ScanState(limit, columns.hasWeight(), columns.hasSubject());
    ScanState state =
        input
            .coalesce(Math.max(1, tasks)) // a state per task, so a task per core
            .mapPartitions(new PartitionScan(groups.size(), columns, limit))
            .treeAggregate(none, ScanState::merge, ScanState::merge, 2, true);
    requireUsable(state, columns);
    return state;
  }

  private static Dataset<Row> project(Dataset<Row> rows, Columns columns, List<String> groups) {
    Column[] key =
        groups.stream()
            .map(name -> coalesce(quoted(name).cast("string"), lit(UNKNOWN)).as(name))
            .toArray(Column[]::new);
    Column none = lit(null).cast("double");
    return rows.select(
        struct(key).as("key"),
        number(columns.label()).as("label"),
        number(columns.prediction()).as("prediction"),
        (columns.hasScore() ? number(columns.score()) : none).as("score"),
        (columns.hasWeight() ? number(columns.weight()) : lit(1.0)).as("weight"),
        (columns.hasSubject() ? block(columns.subject()) : lit(0)).as("block"));
  }

  /** Null where the subject is missing. */
  private static Column block(String subject) {
    Column name = quoted(subject).cast("string");
    return when(name.isNotNull(), pmod(xxhash64(name), lit((long) Blocks.COUNT))).cast("int");
  }

  static Column number(String name) {
    return quoted(name).try_cast("double");
  }

  static Column quoted(String name) {
    return col(Quoted.name(name));
  }

  // Dataset.rdd() and mapPartitions turn every row into objects first, which costs more than
  // all the sums; queryExecution().toRdd() hands over Spark's own rows.
  static JavaRDD<InternalRow> internalRows(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().toRdd().toJavaRDD();
  }

  static void requireColumns(Dataset<Row> rows, Columns columns, List<String> groups) {
    List<String> wanted = new ArrayList<>(columns.names());
    wanted.addAll(groups);
    requireColumns(rows, wanted);
  }

  static void requireColumns(Dataset<Row> rows, List<String> wanted) {
    List<String> there = Arrays.asList(rows.columns());
    List<String> problems =
        wanted.stream()
            .filter(name -> !there.contains(name))
            .map(
                name ->
                    "Column '"
                        + name
                        + "' is not in the table. Its columns are "
                        + String.join(", ", there)
                        + ". Correct the name.")
            .toList();
    if (!problems.isEmpty()) {
      throw new DataProblem(problems);
    }
  }

  private static void requireUsable(ScanState state, Columns columns) {
    List<String> problems = new ArrayList<>();
    List<String> names =
        Arrays.asList(
            columns.label(),
            columns.prediction(),
            columns.score(),
            columns.weight(),
            columns.subject());
    for (Refusal refusal : Refusal.values()) {
      if (state.refused(refusal) > 0) {
        problems.add(
            "Column '%s': the %s in %d of its rows. Correct or drop them."
                .formatted(
                    names.get(refusal.ordinal()), refusal.reason(columns), state.refused(refusal)));
      }
    }
    if (problems.isEmpty() && state.groups().isEmpty()) {
      problems.add("The table has no rows. Give a table with at least one scored row.");
    }
    if (!problems.isEmpty()) {
      throw new DataProblem(problems);
    }
  }
}
