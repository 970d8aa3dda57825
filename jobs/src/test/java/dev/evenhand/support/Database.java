package dev.evenhand.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
