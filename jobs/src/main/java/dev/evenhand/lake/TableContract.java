package dev.evenhand.lake;

import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a table promises: its columns, keys, checks, retention and version.
 *
 * <p>Every table carries {@code pipeline} and {@code run_id} first; the lake fills them. Its name
 * is {@code layer.table}, its place {@code <lake>/<layer>/<table>}.
 *
 * @param checks name to SQL boolean expression; enforced by Delta on every write
 * @param keys columns that, with the scope's partition, identify a row; empty where rows have none
 * @param retentionDays how long rows are kept; 0 means for ever
 * @param version grows with every change of meaning; {@code govern.runs} and the table's properties
 *     carry it
 */
public record TableContract(
    String name,
    String comment,
    Scope scope,
    List<Field> fields,
    List<String> keys,
    Map<String, String> checks,
    int retentionDays,
    int version) {

  public static final Field PIPELINE =
      Field.required("pipeline", DataTypes.StringType, "name of the pipeline the row belongs to");
  public static final Field RUN_ID =
      Field.required("run_id", DataTypes.StringType, "run that wrote the row; see govern.runs");

  public TableContract {
    if (!name.matches("[a-z_]+\\.[A-Za-z0-9_.-]+")) {
      throw new IllegalArgumentException("a table's name is layer.table, was " + name);
    }
    fields = List.copyOf(fields);
    keys = List.copyOf(keys);
    checks = Map.copyOf(checks);
  }

  /** A contract without checks that is kept for ever, version 1. */
  public static TableContract of(String name, String comment, Scope scope, Field... fields) {
    return new TableContract(name, comment, scope, List.of(fields), List.of(), Map.of(), 0, 1);
  }

  public TableContract keyedBy(Field... key) {
    List<String> names = Arrays.stream(key).map(Field::name).toList();
    return new TableContract(name, comment, scope, fields, names, checks, retentionDays, version);
  }

  public TableContract check(String checkName, String condition) {
    Map<String, String> all = new LinkedHashMap<>(checks);
    all.put(checkName, condition);
    return new TableContract(name, comment, scope, fields, keys, all, retentionDays, version);
  }

  public TableContract keptFor(int days) {
    return new TableContract(name, comment, scope, fields, keys, checks, days, version);
  }

  /** The same in a later version. */
  public TableContract inVersion(int number) {
    return new TableContract(name, comment, scope, fields, keys, checks, retentionDays, number);
  }

  public String layer() {
    return name.substring(0, name.indexOf('.'));
  }

  public String table() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** All columns in order, {@code pipeline} and {@code run_id} first. */
  public StructType schema() {
    List<StructField> all = new ArrayList<>();
    all.add(PIPELINE.structField());
    all.add(RUN_ID.structField());
    all.addAll(List.of(columns().fields()));
    return new StructType(all.toArray(StructField[]::new));
  }

  /** The columns that a step gives, in order: all but the two that the lake fills. */
  public StructType columns() {
    return new StructType(fields.stream().map(Field::structField).toArray(StructField[]::new));
  }

  /** Rows of a run as the table has them: Spark checks names and types, Delta required values. */
  Dataset<Row> conforming(Dataset<Row> rows, RunScope run) {
    for (Field field : fields) {
      if (!field.isNullable() && !List.of(rows.columns()).contains(field.name())) {
        throw new IllegalArgumentException(
            name + " requires column " + field.name() + ", which is not given");
      }
    }
    return rows.withColumns(
            Map.of(PIPELINE.name(), lit(run.pipeline()), RUN_ID.name(), lit(run.runId())))
        .to(nullableSchema());
  }

  private StructType nullableSchema() {
    StructField[] nullable =
        Arrays.stream(schema().fields())
            .map(field -> new StructField(field.name(), field.dataType(), true, field.metadata()))
            .toArray(StructField[]::new);
    return new StructType(nullable);
  }

  public String[] partitionColumns() {
    return scope == Scope.RUN
        ? new String[] {PIPELINE.name(), RUN_ID.name()}
        : new String[] {PIPELINE.name()};
  }
}
