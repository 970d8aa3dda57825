package dev.evenhand.custody;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.contains;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.regexp_extract_all;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.transform;

import dev.evenhand.base.Quoted;
import dev.evenhand.lake.table.Identities;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;

/** Where values hold subject keys of the lake: that of the row, or anybody's as a word. */
final class SubjectKeysIn {
  private static final String NAME = "name";
  private static final String TEXT = "text";
  private static final String WORD = "word";
  private static final String KEY = "(?<![A-Za-z])([A-Za-z]{23})(?![A-Za-z])";

  private SubjectKeysIn() {}

  /**
   * The columns, and {@code column.name} for entries of maps, that hold a key.
   *
   * @param searched which columns are looked into
   * @param keys subject keys as {@code secure.identities} has them
   * @param own the row's subject key; null where rows have none
   */
  static Set<String> found(
      Dataset<Row> rows, Predicate<String> searched, Dataset<Row> keys, Column own) {
    List<Column> values = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      if (searched.test(field.name()) && isText(field.dataType())) {
        values.add(values(field));
      }
    }
    if (values.isEmpty()) {
      return Set.of();
    }
    Column all = flatten(array(values.toArray(Column[]::new)));
    Column isOwn = own == null ? lit(false) : coalesce(contains(col(TEXT), col("own")), lit(false));
    Dataset<Row> texts =
        rows.select(
                (own == null ? lit(null).cast("string") : own).as("own"), explode(all).as("value"))
            .select(col("own"), col("value." + NAME), col("value." + TEXT))
            .filter(isOwn.or(coalesce(col(TEXT).rlike(KEY), lit(false))))
            .select(
                col(NAME),
                isOwn.as("is_own"),
                explode(
                        array_union(
                            array(lit("")), regexp_extract_all(col(TEXT), lit(KEY), lit(1))))
                    .as(WORD));
    Dataset<Row> others =
        texts.join(
            keys.select(Identities.SUBJECT_KEY.column().as(WORD)).distinct(), WORD, "left_semi");
    return new TreeSet<>(
        texts
            .filter(col("is_own"))
            .select(col(NAME))
            .union(others.select(col(NAME)))
            .distinct()
            .as(Encoders.STRING())
            .collectAsList());
  }

  private static boolean isText(DataType type) {
    String sql = type.sql();
    return sql.contains("STRING");
  }

  /** Name and text of a column's values: of a map one for each entry. */
  private static Column values(StructField field) {
    Column column = col(Quoted.name(field.name()));
    if (field.dataType() instanceof MapType) {
      Column entries = map_entries(column);
      return coalesce(
          transform(
              entries,
              entry ->
                  struct(
                      concat(lit(field.name() + "."), entry.getField("key").cast("string"))
                          .as(NAME),
                      entry.getField("value").cast("string").as(TEXT))),
          array().cast("array<struct<" + NAME + ":string," + TEXT + ":string>>"));
    }
    Column text =
        field.dataType().equals(DataTypes.StringType) ? column : to_json(struct(column.as(TEXT)));
    return array(struct(lit(field.name()).as(NAME), text.as(TEXT)));
  }
}
