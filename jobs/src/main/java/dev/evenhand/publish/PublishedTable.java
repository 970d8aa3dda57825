package dev.evenhand.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.evenhand.base.Quoted;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Erasures;
import dev.evenhand.lake.table.Runs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructField;

/**
 * A table of the lake as it stands in PostgreSQL: the same name and columns, and a key. Columns
 * that may tell of a single person stay in the lake.
 */
record PublishedTable(TableContract contract) {
  /** The key: SHA-256 of the row; of equal rows, of the row and its number among them. */
  static final String ROW_HASH = "row_hash";

  /** The message of a failure may quote a row; hashes of persons stand in a certificate, too. */
  private static final Map<String, Set<String>> LEFT_OUT =
      Map.of(
          Runs.CONTRACT.name(),
          Set.of(Runs.MESSAGE.name()),
          Erasures.CONTRACT.name(),
          Set.of(Erasures.SUBJECT_HASHES.name(), Erasures.CERTIFICATE.name()));

  private static final int SHA_BITS = 256;

  String schema() {
    return contract.layer();
  }

  private List<StructField> published() {
    Set<String> leftOut = LEFT_OUT.getOrDefault(contract.name(), Set.of());
    return Arrays.stream(contract.schema().fields())
        .filter(field -> !leftOut.contains(field.name()))
        .toList();
  }

  /** The quoted name. */
  String sqlName() {
    return quoted(schema()) + "." + quoted(contract.table());
  }

  /** PostgreSQL types by column, the key first. */
  Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put(ROW_HASH, "text");
    for (StructField field : published()) {
      columns.put(field.name(), PostgresTypes.of(field.dataType()));
    }
    return columns;
  }

  /** The list of columns with their types, as CREATE TABLE wants it. */
  String definitions() {
    List<String> definitions = new ArrayList<>();
    columns().forEach((name, type) -> definitions.add(quoted(name) + " " + type));
    return String.join(", ", definitions);
  }

  String columnList() {
    return String.join(", ", columns().keySet().stream().map(PublishedTable::quoted).toList());
  }

  /** COMMENT ON statements for the table and its columns. */
  List<String> comments() {
    List<String> statements = new ArrayList<>();
    statements.add("COMMENT ON TABLE %s IS %s".formatted(sqlName(), literal(contract.comment())));
    statements.add(comment(ROW_HASH, "SHA-256 of the row; the key"));
    for (StructField field : published()) {
      statements.add(comment(field.name(), field.getComment().getOrElse(() -> "")));
    }
    return statements;
  }

  /** The lake's rows in this table's columns; those that an older table lacks are null. */
  Dataset<Row> rows(Dataset<Row> held) {
    Set<String> there = Set.of(held.columns());
    Column[] columns =
        published().stream()
            .map(
                field ->
                    there.contains(field.name())
                        ? value(field)
                        : lit(null).cast(field.dataType()).as(field.name()))
            .toArray(Column[]::new);
    Dataset<Row> rows = held.select(columns);
    Column[] all =
        Arrays.stream(rows.columns()).map(Quoted::name).map(n -> col(n)).toArray(Column[]::new);
    Column content = sha2(to_json(struct(all)), SHA_BITS);
    Column number =
        row_number().over(Window.partitionBy(col(ROW_HASH)).orderBy(col(ROW_HASH))).cast("string");
    return rows.withColumn(ROW_HASH, content)
        .withColumn(ROW_HASH, sha2(concat_ws("#", col(ROW_HASH), number), SHA_BITS));
  }

  private static Column value(StructField field) {
    Column column = col(Quoted.name(field.name()));
    return PostgresTypes.isJson(field.dataType()) ? to_json(column).as(field.name()) : column;
  }

  private String comment(String column, String text) {
    return "COMMENT ON COLUMN %s.%s IS %s".formatted(sqlName(), quoted(column), literal(text));
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
