package dev.evenhand.publish;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Jdbc;
import dev.evenhand.config.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A PostgreSQL database and who writes to it. Without a password the driver looks into the file
 * that PGPASSFILE names, or {@code ~/.pgpass}.
 *
 * @param url {@code jdbc:postgresql://host/database}, without user or password
 */
public record Postgres(String url, Optional<String> user, Optional<Secret> password) {
  private static final String DRIVER = "org.postgresql.Driver";

  public Postgres {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new DataProblem(
          "--jdbc doesn't begin with jdbc:postgresql:. Write it as"
              + " jdbc:postgresql://host:5432/database.");
    }
    if (Jdbc.holdsCredentials(url)) {
      throw new DataProblem(
          "--jdbc holds a password. Take it out; set PGPASSWORD, or PGPASSFILE to a file of"
              + " passwords.");
    }
  }

  /** A connection that commits when told to. */
  Connection connect() {
    Properties properties = new Properties();
    user.ifPresent(name -> properties.setProperty("user", name));
    password.ifPresent(secret -> properties.setProperty("password", secret.value()));
    try {
      Class.forName(DRIVER);
      Connection connection = DriverManager.getConnection(url, properties);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      throw new DataProblem(
          "--jdbc: %s can't be reached (%s). Correct the URL, PGUSER and PGPASSWORD, or start it."
              .formatted(url, firstLine(e)));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("PostgreSQL's driver is not in the jar", e);
    }
  }

  /** What Spark's executors need to write to a table. */
  Map<String, String> sparkOptions() {
    Map<String, String> options = new TreeMap<>();
    options.put("url", url);
    options.put("driver", DRIVER);
    options.put("reWriteBatchedInserts", "true");
    options.put("stringtype", "unspecified"); // lets a text be inserted as JSON
    user.ifPresent(name -> options.put("user", name));
    password.ifPresent(secret -> options.put("password", secret.value()));
    return options;
  }

  static String firstLine(SQLException problem) {
    return String.valueOf(problem.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
