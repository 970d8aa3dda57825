package dev.evenhand.rights;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_values;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.transform;

import dev.evenhand.base.Quoted;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The texts that a row of figures names: its cells, and what stands in quotes in the JSON of one;
 * without the names of {@link FileKind#NAMES_IN_FIGURES} and the keys of JSON.
 */
final class NamedTexts {
  private static final String QUOTE = "\\\\?\"";
  private static final String TEXT = QUOTE + "[^\"\\\\]*" + QUOTE;

  /** A key of JSON, and with it the text or list of texts of a name. */
  private static final String KEY =
      QUOTE
          + "("
          + String.join("|", FileKind.NAMES_IN_FIGURES)
          + ")"
          + QUOTE
          + "\\s*:\\s*("
          + TEXT
          + "|\\[[^\\]]*\\])|"
          + QUOTE
          + "[^\"\\\\]*[^\"\\\\\\s,:\\[\\]{}][^\"\\\\]*"
          + QUOTE
          + "\\s*:";

  private NamedTexts() {}

  /** An array of them, of a row of this schema. */
  static Column of(StructType schema) {
    List<Column> texts = new ArrayList<>();
    texts.add(none());
    for (StructField field : schema.fields()) {
      if (!FileKind.NAMES_IN_FIGURES.contains(field.name())) {
        Column cells = cells(col(Quoted.name(field.name())), field.dataType());
        if (cells != null) {
          texts.add(cells);
          texts.add(flatten(transform(cells, NamedTexts::quoted)));
        }
      }
    }
    return concat(texts.toArray(Column[]::new));
  }

  /** Null if the column has no texts. */
  private static Column cells(Column column, DataType type) {
    if (type instanceof StringType) {
      return array_compact(array(column));
    }
    if (type instanceof ArrayType array && array.elementType() instanceof StringType) {
      return coalesce(array_compact(column), none());
    }
    if (type instanceof MapType map
        && map.keyType() instanceof StringType
        && map.valueType() instanceof StringType) {
      Column named =
          map_filter(column, (key, value) -> not(key.isin(FileKind.NAMES_IN_FIGURES.toArray())));
      return coalesce(array_compact(map_values(named)), none());
    }
    return null;
  }

  private static Column quoted(Column cell) {
    return split(regexp_replace(cell, KEY, ""), QUOTE);
  }

  private static Column none() {
    return array().cast("array<string>");
  }
}
