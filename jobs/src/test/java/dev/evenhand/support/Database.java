package dev.evenhand.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real PostgreSQL for all tests that want one, started once.
 *
 * <p>It refuses to run as root. As root it is started in a user namespace of its own, and where the
 * machine allows none, as the user nobody.
 */
public final class Database {
  private static final String AS_NOBODY =
      """
      #!/bin/sh
      for argument; do if [ -d "$argument" ]; then chown -R 65534:65534 "$argument"; fi; done
      cd /
      exec setpriv --reuid=65534 --regid=65534 --clear-groups "$0.real" "$@"
      """;

  private static EmbeddedPostgres server;

  private Database() {}

  /** The JDBC URL, without a user; the user is postgres and needs no password. */
  public static String url() {
    return "jdbc:postgresql://localhost:" + server().getPort() + "/postgres";
  }

  /** The URL of a database of its own, made empty. */
  public static String fresh(String name) {
    execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name);
    return "jdbc:postgresql://localhost:" + server().getPort() + "/" + name;
  }

  /** A query's rows in a database, each with its values as texts between bars. */
  public static List<String> rows(String url, String query) {
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(rows.getObject(i)));
        }
        found.add(String.join("|", values));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs statements in a database. */
  public static void executeIn(String url, String... statements) {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void execute(String... statements) {
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static synchronized EmbeddedPostgres server() {
    if (server == null) {
      Path work = Spark.temporary("postgres");
      try {
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = started(work);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server;
  }

  private static EmbeddedPostgres started(Path work) throws IOException {
    try {
      return builder(work).start();
    } catch (IOException | RuntimeException e) {
      if (!System.getProperty("user.name").equals("root")) {
        throw e;
      }
      runAsNobody(work);
      return builder(work).start();
    }
  }

  private static EmbeddedPostgres.Builder builder(Path work) {
    return EmbeddedPostgres.builder().setOverrideWorkingDirectory(work.toFile());
  }

  /** The first start has unpacked the programs. */
  private static void runAsNobody(Path work) throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.toList()) {
        if (List.of("initdb", "pg_ctl").contains(file.getFileName().toString())) {
          Files.move(file, file.resolveSibling(file.getFileName() + ".real"));
          Files.writeString(file, AS_NOBODY);
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
  }
}
