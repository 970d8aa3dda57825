package dev.evenhand.publish;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Failpoint;
import dev.evenhand.publish.Publication.Outcome;
import dev.evenhand.publish.Publication.Staged;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The published tables, and {@code govern.published_tables} that says which version of which lake
 * they are.
 */
record Target(DatabaseSession session, String lake) {
  private static final String VERSIONS = "govern.published_tables";
  private static final String COLUMN_TYPES =
      """
      SELECT a.attname || ':' || format_type(a.atttypid, a.atttypmod)
      FROM pg_attribute a WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
      """;

  static void makeSchema(DatabaseSession session, String schema) throws SQLException {
    if (session.texts("SELECT 1 WHERE to_regnamespace(?) IS NOT NULL", schema).isEmpty()) {
      session.execute("CREATE SCHEMA " + PublishedTable.quoted(schema));
    }
  }

  /** Another lake's rows would all be deleted. */
  void requireSameLake() throws SQLException {
    if (session.texts("SELECT 1 WHERE to_regclass(?) IS NOT NULL", VERSIONS).isEmpty()) {
      return;
    }
    List<String> others =
        session.texts("SELECT DISTINCT lake FROM " + VERSIONS + " WHERE lake <> ?", lake);
    if (!others.isEmpty()) {
      throw new DataProblem(
          "--jdbc: this database has the tables of lake %s. Name another database, or give --replace to have those of %s instead."
              .formatted(others.get(0), lake));
    }
  }

  /** A column of that name and another type was made by somebody else. */
  void requireSameTypes(List<PublishedTable> tables) throws SQLException {
    List<String> problems = new ArrayList<>();
    for (PublishedTable table : tables) {
      Map<String, String> wanted = table.columns();
      types(table)
          .forEach(
              (column, type) -> {
                if (wanted.containsKey(column) && !wanted.get(column).equals(type)) {
                  problems.add(
                      "--jdbc: column %s of %s is %s, and should be %s. Drop the table, or name another database."
                          .formatted(column, table.contract().name(), type, wanted.get(column)));
                }
              });
    }
    if (!problems.isEmpty()) {
      throw new DataProblem(problems);
    }
  }

  /** Brings every table to what was staged, in one transaction. */
  List<Outcome> swap(List<Staged> staged) throws SQLException {
    for (Staged each : staged) {
      session.execute("ANALYZE " + each.place());
    }
    for (String schema : Publication.LAYERS) {
      makeSchema(session, schema);
    }
    session.execute(
        "CREATE TABLE IF NOT EXISTS %s (table_name text PRIMARY KEY, lake text NOT NULL, delta_version bigint, row_count bigint NOT NULL, published_at timestamp with time zone NOT NULL)"
            .formatted(VERSIONS));
    List<Outcome> outcomes = new ArrayList<>();
    for (Staged each : staged) {
      bringUp(each.table());
      outcomes.add(swap(each));
      note(each);
      Failpoint.reached("swapped " + each.table().contract().name());
    }
    session.commit();
    return outcomes;
  }

  private Outcome swap(Staged staged) throws SQLException {
    PublishedTable table = staged.table();
    long deleted =
        session.update(
            "DELETE FROM %s t WHERE NOT EXISTS (SELECT 1 FROM %s s WHERE s.row_hash = t.row_hash)"
                .formatted(table.sqlName(), staged.place()));
    // DISTINCT: a task that Spark ran twice may have staged its rows twice.
    String columns = table.columnList();
    long inserted =
        session.update(
            "INSERT INTO %s (%s) SELECT DISTINCT ON (row_hash) %s FROM %s ON CONFLICT (row_hash) DO NOTHING"
                .formatted(table.sqlName(), columns, columns, staged.place()));
    long there = Long.parseLong(session.texts("SELECT count(*) FROM " + table.sqlName()).get(0));
    if (there != staged.rows()) {
      throw new IllegalStateException(
          "%s has %d rows and %d were staged"
              .formatted(table.contract().name(), there, staged.rows()));
    }
    return new Outcome(table.contract().name(), there, inserted, deleted);
  }

  private void note(Staged staged) throws SQLException {
    Long version = staged.version() < 0 ? null : staged.version();
    session.update(
        """
        INSERT INTO %s VALUES (?, ?, ?::bigint, ?, now()) ON CONFLICT (table_name) DO UPDATE
        SET lake = excluded.lake, delta_version = excluded.delta_version,
            row_count = excluded.row_count, published_at = excluded.published_at
        """
            .formatted(VERSIONS),
        staged.table().contract().name(),
        lake,
        version,
        staged.rows());
  }

  /** Makes the table, or adds the columns that it lacks. */
  private void bringUp(PublishedTable table) throws SQLException {
    Map<String, String> there = types(table);
    if (there.isEmpty()) {
      session.execute("CREATE TABLE %s (%s)".formatted(table.sqlName(), table.definitions()));
      session.execute("ALTER TABLE %s ADD PRIMARY KEY (row_hash)".formatted(table.sqlName()));
      session.execute("CREATE INDEX ON %s (pipeline, run_id)".formatted(table.sqlName()));
    }
    for (Map.Entry<String, String> column : table.columns().entrySet()) {
      if (!there.isEmpty() && !there.containsKey(column.getKey())) {
        session.execute(
            "ALTER TABLE %s ADD COLUMN %s %s"
                .formatted(
                    table.sqlName(), PublishedTable.quoted(column.getKey()), column.getValue()));
      }
    }
    for (String comment : table.comments()) {
      session.execute(comment);
    }
  }

  private Map<String, String> types(PublishedTable table) throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    for (String column : session.texts(COLUMN_TYPES, table.sqlName())) {
      int colon = column.lastIndexOf(':');
      types.put(column.substring(0, colon), column.substring(colon + 1));
    }
    return types;
  }
}
