package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.Digits;
import dev.evenhand.lake.SmallRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What one group of people pays for anonymity: anonymization must not erase minorities in silence.
 *
 * @param group a value of the protected attribute; '' where it is missing
 * @param rows the group's rows before
 * @param suppressed how many of them are left out
 * @param penalty NCP over the group's rows, suppressed ones counted as lost whole, in [0, 1]
 */
public record GroupLoss(String group, long rows, long suppressed, double penalty) {
  private static final String GROUP = "group";
  private static final String CLASS = "class";
  private static final String ROWS = "rows";
  private static final String PENALTY = "penalty";

  /** Every group of a column, in the order of its values; its rows are added up where they lie. */
  public static List<GroupLoss> of(Dataset<Row> rows, Cuts cuts, String column) {
    Dataset<Row> groups =
        rows.groupBy(Groups.of(column).as(GROUP), cuts.classNumber(rows).as(CLASS))
            .agg(count(lit(1)).as(ROWS))
            .join(broadcast(penalties(rows, cuts)), CLASS, "left")
            .groupBy(GROUP)
            .agg(
                sum(ROWS),
                sum(when(col(PENALTY).isNull(), col(ROWS)).otherwise(0L)),
                sum(col(ROWS).multiply(coalesce(col(PENALTY), lit(1.0)))));
    return SmallRows.sorted(groups, GROUP).stream().map(GroupLoss::one).toList();
  }

  /** What each class loses; those who are in none lose all. */
  private static Dataset<Row> penalties(Dataset<Row> rows, Cuts cuts) {
    List<Row> penalties = new ArrayList<>();
    for (EquivalenceClass one : cuts.classes()) {
      penalties.add(RowFactory.create(penalties.size(), one.meanPenalty()));
    }
    StructType schema =
        new StructType().add(CLASS, DataTypes.IntegerType).add(PENALTY, DataTypes.DoubleType);
    return rows.sparkSession().createDataFrame(penalties, schema);
  }

  private static GroupLoss one(Row found) {
    long rows = found.getLong(1);
    double penalty = Digits.rounded(found.getDouble(3) / rows);
    return new GroupLoss(found.getString(0), rows, found.getLong(2), penalty);
  }

  /** Of both groups together, under this one's name. */
  public GroupLoss plus(GroupLoss other) {
    long all = rows + other.rows;
    double lost = penalty * rows + other.penalty * other.rows;
    return new GroupLoss(group, all, suppressed + other.suppressed, lost / all);
  }
}
