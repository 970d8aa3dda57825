package dev.evenhand.history;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.Quoted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** How many rows each group has, and how many of them meet a condition. */
public record GroupCounts(long rows, long met) {

  /**
   * Each attribute's groups in the order of their values, from one aggregation over all attributes.
   *
   * @param rows with a STRING column for each attribute
   */
  public static Map<String, Map<String, GroupCounts>> of(
      Dataset<Row> rows, List<String> attributes, Column condition) {
    Column[] keys =
        attributes.stream().map(name -> functions.col(Quoted.name(name))).toArray(Column[]::new);
    List<Row> counts = rows.groupBy(keys).agg(count(lit(1)), count_if(condition)).collectAsList();
    Map<String, Map<String, GroupCounts>> groups = new LinkedHashMap<>();
    for (int i = 0; i < keys.length; i++) {
      Map<String, GroupCounts> sums = new TreeMap<>();
      for (Row row : counts) {
        GroupCounts part = new GroupCounts(row.getLong(keys.length), row.getLong(keys.length + 1));
        sums.merge(row.getString(i), part, GroupCounts::plus);
      }
      groups.put(attributes.get(i), sums);
    }
    return groups;
  }

  public GroupCounts plus(GroupCounts other) {
    return new GroupCounts(rows + other.rows, met + other.met);
  }
}
