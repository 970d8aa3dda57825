package dev.evenhand.learn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The distinct values of columns in groups; where there are too many, their quantiles.
 *
 * <p>The values are sorted over all tasks. A task learns from the counts of the others where its
 * own begin, and gives only those at equally spaced places: exact, and bounded for the driver.
 */
final class GroupValues {
  private static final int MOST_CURVES = 100_000;

  private GroupValues() {}

  /** A column, by its place, and a group. */
  record Key(int column, String group) implements Comparable<Key>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compareTo(Key other) {
      int byColumn = Integer.compare(column, other.column);
      return byColumn == 0 ? group.compareTo(other.group) : byColumn;
    }
  }

  /** A group's rows with a number in a column, and its values in rising order. */
  record Values(long rows, List<Double> values) {}

  /** By column and group; groups without a number in a column are absent. */
  static TreeMap<Key, Values> of(
      Dataset<?> rows, Column group, List<String> columns, int mostValues) {
    Column[] cells = new Column[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      Column number = col(Quoted.name(columns.get(i))).cast("double");
      // Adding 0 makes -0 and 0 one value.
      cells[i] = struct(lit(i).as("column"), number.plus(0.0).as("value"));
    }
    Dataset<Row> distinct =
        rows.select(group.as("group"), explode(array(cells)).as("cell"))
            .select(col("cell.column"), col("group"), col("cell.value"))
            .filter(NumberRange.isFinite(col("value")))
            .groupBy("column", "group", "value")
            .agg(count(lit(1)).as("n"))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      TreeMap<Key, Values> values = sizes(distinct);
      TreeMap<Key, Long> counts = new TreeMap<>();
      Dataset<Row> ordered = distinct.orderBy("column", "group", "value");
      distinct
          .groupBy("column", "group")
          .count()
          .collectAsList()
          .forEach(row -> counts.put(key(row), row.getLong(2)));
      for (Row row : thinned(ordered.toJavaRDD(), counts, mostValues)) {
        values.get(key(row)).values().add(row.getDouble(2));
      }
      values.values().forEach(v -> v.values().sort(null));
      return values;
    } finally {
      distinct.unpersist(false);
    }
  }

  private static Key key(Row row) {
    return new Key(row.getInt(0), row.getString(1));
  }

  private static TreeMap<Key, Values> sizes(Dataset<Row> distinct) {
    List<Row> sizes =
        distinct.groupBy("column", "group").agg(sum("n")).limit(MOST_CURVES + 1).collectAsList();
    if (sizes.size() > MOST_CURVES) {
      throw new DataProblem(
          "DisparateImpactRemover: more than "
              + MOST_CURVES
              + " groups times columns. Group the values of its sensitive columns.");
    }
    TreeMap<Key, Values> values = new TreeMap<>();
    sizes.forEach(row -> values.put(key(row), new Values(row.getLong(2), new ArrayList<>())));
    return values;
  }

  /** All values where they are few, else as many at equally spaced places, ends included. */
  private static List<Row> thinned(JavaRDD<Row> sorted, TreeMap<Key, Long> counts, int mostValues) {
    JavaRDD<Row> kept = sorted.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<TreeMap<Key, Long>> each =
          kept.mapPartitions(rows -> List.of(counted(rows)).iterator()).collect();
      List<TreeMap<Key, Long>> before = new ArrayList<>();
      TreeMap<Key, Long> soFar = new TreeMap<>();
      for (TreeMap<Key, Long> partition : each) {
        before.add(new TreeMap<>(soFar));
        partition.forEach((key, n) -> soFar.merge(key, n, Long::sum));
      }
      return kept.mapPartitionsWithIndex(
              (index, rows) -> chosen(rows, before.get(index), counts, mostValues), false)
          .collect();
    } finally {
      kept.unpersist(false);
    }
  }

  private static TreeMap<Key, Long> counted(Iterator<Row> rows) {
    TreeMap<Key, Long> counts = new TreeMap<>();
    rows.forEachRemaining(row -> counts.merge(key(row), 1L, Long::sum));
    return counts;
  }

  private static Iterator<Row> chosen(
      Iterator<Row> rows, Map<Key, Long> before, Map<Key, Long> counts, int mostValues) {
    TreeMap<Key, Long> place = new TreeMap<>(before);
    List<Row> chosen = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      long at = place.merge(key(row), 1L, Long::sum) - 1;
      long n = counts.get(key(row));
      if (n <= mostValues || isChosen(at, n, mostValues)) {
        chosen.add(row);
      }
    }
    return chosen.iterator();
  }

  /** Of places 0 … n - 1 those nearest below j (n - 1) / (most - 1), j = 0 … most - 1. */
  static boolean isChosen(long at, long n, int most) {
    return at == n - 1
        || (at * (most - 1)) / (n - 1) != ((at - 1) * (most - 1)) / (n - 1)
        || at == 0;
  }
}
