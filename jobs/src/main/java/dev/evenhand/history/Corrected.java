package dev.evenhand.history;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.map_concat;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform_values;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.table.Corrections;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Attributes with the values that customers had corrected in place of those of the sources. */
public final class Corrected {
  /** The prefix of the columns of {@link #byKind}. */
  public static final String PREFIX = "corrected_";

  private Corrected() {}

  /**
   * The rows with corrected maps; of several corrections of one attribute the last one counts.
   *
   * @param rows with subject_key
   * @param corrections silver.corrections of the pipeline
   * @param maps a column of attributes by its kind
   */
  public static Dataset<Row> of(
      Dataset<Row> rows, Dataset<Row> corrections, Map<String, Field> maps) {
    Dataset<Row> corrected =
        rows.join(byKind(corrections), Corrections.SUBJECT_KEY.name(), "left_outer");
    for (Map.Entry<String, Field> map : maps.entrySet()) {
      Column whole = map.getValue().column();
      Column right = col(PREFIX + map.getKey());
      corrected =
          corrected.withColumn(
              map.getValue().name(),
              when(right.isNull(), whole).otherwise(overlaid(whole, right, map.getKey())));
    }
    return corrected.drop(
        PREFIX + Corrections.NUMBER, PREFIX + Corrections.CATEGORY, PREFIX + Corrections.PROTECTED);
  }

  /** A map of attributes with corrected values in place of its own; a null takes one out. */
  public static Column overlaid(Column whole, Column right, String kind) {
    Column others = map_filter(whole, (name, value) -> not(array_contains(map_keys(right), name)));
    Column known = map_filter(right, (name, value) -> value.isNotNull());
    boolean isNumber = kind.equals(Corrections.NUMBER);
    return map_concat(
        others,
        isNumber
            ? transform_values(known, (name, value) -> value.cast(DataTypes.DoubleType))
            : known);
  }

  /** subject_key, and for each kind a map of the corrected values, null if there is none. */
  public static Dataset<Row> byKind(Dataset<Row> corrections) {
    Column latest = max_by(struct(Corrections.VALUE.column()), Corrections.RECORDED_AT.column());
    return corrections
        .groupBy(
            Corrections.SUBJECT_KEY.column(),
            Corrections.KIND.column(),
            Corrections.ATTRIBUTE.column())
        .agg(latest.getField(Corrections.VALUE.name()).as(Corrections.VALUE.name()))
        .groupBy(Corrections.SUBJECT_KEY.column())
        .agg(map(Corrections.NUMBER), map(Corrections.CATEGORY), map(Corrections.PROTECTED));
  }

  private static Column map(String kind) {
    Column entry = struct(Corrections.ATTRIBUTE.column(), Corrections.VALUE.column());
    Column entries = collect_list(when(Corrections.KIND.column().equalTo(kind), entry));
    Column map = map_from_entries(entries);
    return when(org.apache.spark.sql.functions.size(entries).gt(0), map).as(PREFIX + kind);
  }
}
