package dev.evenhand.lake.table;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructField;

/**
 * {@code bronze.<source>}: a source's rows as the pipeline file types them, identifiers already
 * pseudonyms.
 */
public final class Bronze {
  public static final Field FILE =
      Field.required("_file", StringType, "file relative to data, or table, the row came from");
  public static final Field ORDINAL =
      Field.optional(
          "_ordinal", LongType, "row in that file, 0 is the first; null where rows have no order");
  public static final Field LOADED_AT =
      Field.required(
          "_loaded_at", TimestampType, "as-of moment of the run that first loaded the row");

  /** How the comment of a column begins that holds pseudonyms. */
  private static final String PSEUDONYM = "pseudonym; ";

  /** How the comment of a column begins that holds sealed values; then its row's key. */
  private static final String SEALED = "sealed for ";

  private Bronze() {}

  /** The comment of a source's column. */
  public static String comment(String source, String column, boolean isPseudonym) {
    return (isPseudonym ? PSEUDONYM : "") + "column " + column + " of source " + source;
  }

  /** Whether a column of a source holds pseudonyms. */
  public static boolean isPseudonym(StructField column) {
    return column.getComment().exists(comment -> comment.startsWith(PSEUDONYM));
  }

  /** The comment of a source's column that lands sealed, in the context of its row's key. */
  public static String sealedComment(String source, String column, List<String> key) {
    return SEALED + String.join(", ", key) + "; column " + column + " of source " + source;
  }

  /** Whether a column of a source holds sealed values. */
  public static boolean isSealed(StructField column) {
    return column.getComment().exists(comment -> comment.startsWith(SEALED));
  }

  /** The columns of the row's key, in whose context the values of a sealed column are. */
  public static List<String> sealedFor(StructField column) {
    String comment = column.getComment().get();
    return List.of(comment.substring(SEALED.length(), comment.indexOf(';')).split(", "));
  }

  /** The contract of one source, whose own columns come first. */
  public static TableContract contract(String source, List<Field> columns) {
    List<Field> all = new ArrayList<>(columns);
    all.addAll(List.of(FILE, ORDINAL, LOADED_AT));
    return new TableContract(
        "bronze." + source,
        "Rows of source " + source,
        Scope.PIPELINE,
        all,
        List.of(),
        Map.of(),
        0,
        1);
  }
}
