package dev.evenhand.rights;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.array_remove;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_values;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_extract_all;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.try_parse_json;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The texts that a row of figures names, as {@link JsonSearch} finds them: its cells, the texts in
 * the JSON of one, at any depth of JSON in JSON that figures have, and what stands in quotes in one
 * that is no JSON; without the names of {@link FileKind#NAMES_IN_FIGURES} and the keys of JSON.
 */
final class NamedTexts {
  /** Figures have JSON in JSON, such as the slots of a model's parameters; one more to be sure. */
  private static final int DEPTH = 3;

  private static final String QUOTE = "\\\\?\"";

  /** Possessive, so that a long text is no deep recursion. */
  private static final String TEXT = "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"";

  /** A name and its text or list of texts, or a key of JSON, or else what is sought, as a group. */
  private static final String TEXT_OF_JSON =
      "\"(?:"
          + String.join("|", FileKind.NAMES_IN_FIGURES)
          + ")\"\\s*:\\s*(?:"
          + TEXT
          + "|\\[\\s*(?:"
          + TEXT
          + "\\s*,?\\s*)*+\\])|"
          + TEXT
          + "\\s*:|("
          + TEXT
          + ")";

  private static final ArrayType TEXTS = DataTypes.createArrayType(DataTypes.StringType);

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
          for (int depth = 0; depth < DEPTH; depth++) {
            cells = flatten(transform(cells, NamedTexts::quoted));
            texts.add(cells);
          }
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
    return when(not(cell.contains("\"")), none())
        .when(isJson(cell), textsOfJson(cell))
        .otherwise(split(cell, QUOTE));
  }

  private static Column isJson(Column cell) {
    return cell.rlike("^\\s*[\\[{]").and(try_parse_json(cell).isNotNull());
  }

  /** Texts as they are meant, not as JSON escapes them. */
  private static Column textsOfJson(Column cell) {
    Column escaped = array_remove(regexp_extract_all(cell, lit(TEXT_OF_JSON), lit(1)), "");
    Column list = concat(lit("["), array_join(escaped, ","), lit("]"));
    return coalesce(from_json(list, TEXTS, Map.of()), split(cell, QUOTE));
  }

  private static Column none() {
    return array().cast(TEXTS);
  }
}
