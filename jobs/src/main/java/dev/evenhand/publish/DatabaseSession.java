package dev.evenhand.publish;

import dev.evenhand.base.DataProblem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A connection that publishes alone: a second one is refused while it is open. */
final class DatabaseSession implements AutoCloseable {
  /** Of PostgreSQL's advisory locks, which end with the connection. */
  private static final String LOCK = "hashtextextended('evenhand publish', 0)";

  private final Connection connection;

  private DatabaseSession(Connection connection) {
    this.connection = connection;
  }

  static DatabaseSession open(Connection connection) throws SQLException {
    DatabaseSession session = new DatabaseSession(connection);
    if (!session.texts("SELECT pg_try_advisory_lock(" + LOCK + ")").equals(List.of("t"))) {
      throw new DataProblem(
          "--jdbc: somebody is publishing to this database now. Wait until they are done.");
    }
    session.commit();
    return session;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement and gives the number of rows that it changed. */
  long update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeLargeUpdate();
    }
  }

  /** The first column of a query's rows. */
  List<String> texts(String sql, Object... values) throws SQLException {
    List<String> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  void commit() throws SQLException {
    connection.commit();
  }

  /** What was not committed is undone; the lock is given back. */
  @Override
  public void close() throws SQLException {
    connection.rollback();
    execute("SELECT pg_advisory_unlock(" + LOCK + ")");
    connection.commit();
  }
}
