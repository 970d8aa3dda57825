package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.lit;

import dev.evenhand.config.Jdbc;
import dev.evenhand.config.Secret;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** A table of a database. Its rows have no order, and their {@code _file} is the table. */
record JdbcReader(Origin origin, TypedRows typed, Dataset<Row> table) implements SourceReader {

  static JdbcReader open(Origin origin) {
    Jdbc jdbc = origin.source().jdbc().orElseThrow();
    Dataset<Row> table = table(origin, jdbc);
    TypedRows typed = TypedRows.of(origin, table.schema());
    typed.conversions(table.schema(), "table " + jdbc.table());
    return new JdbcReader(origin, typed, table);
  }

  /**
   * The rows from a value of a column on, which the database looks up; rows without a value too.
   *
   * @param value as it stands in bronze
   */
  JdbcReader since(String column, Object value) {
    Column found = SourceColumn.named(column);
    boolean isWallClock =
        table.schema().apply(column).dataType().equals(DataTypes.TimestampNTZType);
    Object there =
        isWallClock && value instanceof Timestamp moment
            ? LocalDateTime.ofInstant(moment.toInstant(), origin.source().timezone())
            : value;
    Dataset<Row> rows = table.filter(found.isNull().or(found.geq(lit(there))));
    return new JdbcReader(origin, typed, rows);
  }

  @Override
  public SourceSchema schema() {
    return typed.schema();
  }

  @Override
  public List<String> newColumns() {
    return typed.unknown(table.schema());
  }

  @Override
  public List<SourceFile> files() {
    String name = origin.source().jdbc().orElseThrow().table();
    return List.of(new SourceFile(new Path("/"), name, 0, 0));
  }

  @Override
  public Dataset<Row> rows(List<SourceFile> some, Places places) {
    String name = some.get(0).name();
    return typed.rows(table, "table " + name, lit(name), lit(null).cast(DataTypes.LongType));
  }

  private static Dataset<Row> table(Origin origin, Jdbc jdbc) {
    try {
      return origin.reading().read().format("jdbc").options(options(jdbc)).load();
    } catch (Exception e) {
      throw origin.problem(
          "table "
              + jdbc.table()
              + " at "
              + jdbc.url()
              + " can't be read ("
              + reason(e)
              + "). Correct jdbc, or start the database.");
    }
  }

  /** What the database said, in one line; it knows no rows yet. */
  private static String reason(Throwable problem) {
    Throwable cause = problem;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
  }

  private static Map<String, String> options(Jdbc jdbc) {
    Map<String, String> options = new TreeMap<>();
    options.put("url", jdbc.url());
    options.put("dbtable", jdbc.table());
    options.put("fetchsize", Integer.toString(jdbc.fetchSize()));
    // A timestamp without a zone stays what the database's clock showed, whatever the JVM's zone.
    options.put("preferTimestampNTZ", "true");
    jdbc.user().ifPresent(user -> options.put("user", user));
    jdbc.password().map(Secret::value).ifPresent(password -> options.put("password", password));
    jdbc.partition()
        .ifPresent(
            part -> {
              options.put("partitionColumn", part.column());
              options.put("lowerBound", Long.toString(part.lower()));
              options.put("upperBound", Long.toString(part.upper()));
              options.put("numPartitions", Integer.toString(part.count()));
            });
    return options;
  }
}
