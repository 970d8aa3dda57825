package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.lake.SmallRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What one group of people pays for anonymity: anonymization must not erase minorities in silence.
 *
 * @param group a value of the protected attribute; '' where it is missing
 * @param rows the group's rows before
 * @param suppressed how many of them are left out
 * @param penalty NCP over the group's rows, suppressed ones counted as lost whole, in [0, 1]
 */
public record GroupLoss(String group, long rows, long suppressed, double penalty) {

  /** Every group of a column, in the order of its values. */
  public static List<GroupLoss> of(Dataset<Row> rows, Cuts cuts, String column) {
    Dataset<Row> groupsOfClasses =
        rows.groupBy(
                coalesce(QuasiIdentifier.named(column).cast("string"), lit("")).as("group"),
                cuts.classNumber(rows).as("class"))
            .agg(count(lit(1)).as("rows"))
            .select(new Column[] {col("group"), col("class"), col("rows")});
    List<Row> counts = SmallRows.sorted(groupsOfClasses, "group", "class");
    Map<String, GroupLoss> groups = new TreeMap<>();
    for (Row count : counts) {
      groups.merge(count.getString(0), one(count, cuts), GroupLoss::plus);
    }
    return new ArrayList<>(groups.values());
  }

  private static GroupLoss one(Row count, Cuts cuts) {
    int number = count.getInt(1);
    long rows = count.getLong(2);
    return number < 0
        ? new GroupLoss(count.getString(0), rows, rows, 1)
        : new GroupLoss(count.getString(0), rows, 0, cuts.classes().get(number).meanPenalty());
  }

  private GroupLoss plus(GroupLoss other) {
    long all = rows + other.rows;
    double lost = penalty * rows + other.penalty * other.rows;
    return new GroupLoss(group, all, suppressed + other.suppressed, lost / all);
  }
}
