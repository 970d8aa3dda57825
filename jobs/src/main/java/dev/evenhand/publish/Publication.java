package dev.evenhand.publish;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Failpoint;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * Copies metrics.* and govern.* of a lake to PostgreSQL, but for columns that may tell of a single
 * person.
 *
 * <p>Executors write each table's rows to a staging table of this publication alone. Then one
 * transaction brings all published tables to what was staged, deleting and inserting only the rows
 * that differ: readers see the lake as it was before or as it is, never half of it. A publication
 * that is killed leaves staging tables, which the next one drops.
 */
public final class Publication {
  /** The layers without rows about single customers. */
  public static final List<String> LAYERS = List.of("metrics", "govern");

  private static final int MOST_CONNECTIONS = 8;

  private final Catalog catalog;
  private final Postgres postgres;

  public Publication(Catalog catalog, Postgres postgres) {
    this.catalog = catalog;
    this.postgres = postgres;
  }

  /** What became of a table. */
  public record Outcome(String table, long rows, long inserted, long deleted) {}

  /** The tables that are published, whether the lake has them yet or not. */
  public static List<TableContract> contracts() {
    return Tables.ALL.stream().filter(table -> LAYERS.contains(table.layer())).toList();
  }

  /** Publishes; refuses tables that another lake was published to. */
  public List<Outcome> run() {
    return publish(false);
  }

  /** Publishes in the place of whichever lake was published before. */
  public List<Outcome> replacingAnother() {
    return publish(true);
  }

  private List<Outcome> publish(boolean mayReplace) {
    List<PublishedTable> tables = contracts().stream().map(PublishedTable::new).toList();
    try (Connection connection = postgres.connect();
        DatabaseSession session = DatabaseSession.open(connection)) {
      Target target = new Target(session, catalog.files().root());
      target.requireSameTypes(tables);
      if (!mayReplace) {
        target.requireSameLake();
      }
      Staging staging = Staging.make(session);
      List<Staged> staged = new ArrayList<>();
      for (PublishedTable table : tables) {
        staged.add(stage(table, staging));
        Failpoint.reached("staged " + table.contract().name());
      }
      List<Outcome> outcomes = target.swap(staged);
      staging.drop();
      return outcomes;
    } catch (SQLException e) {
      throw problem(e);
    }
  }

  private Staged stage(PublishedTable table, Staging staging) throws SQLException {
    String place = staging.table(table);
    String name = table.contract().name();
    if (!catalog.has(name)) {
      return new Staged(table, place, 0, -1);
    }
    long version = catalog.version(name);
    Dataset<Row> held = catalog.rows(name, version);
    table
        .rows(held)
        .write()
        .format("jdbc")
        .mode(SaveMode.Append)
        .options(postgres.sparkOptions())
        .option("dbtable", place)
        .option("numPartitions", MOST_CONNECTIONS)
        .save();
    return new Staged(table, place, held.count(), version);
  }

  /** What the operator can mend is told as such. */
  private static RuntimeException problem(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (state.equals("42501")) {
      return new DataProblem(
          "--jdbc: the user may not do this (%s). Grant CREATE on the database, or make the schemas %s and %s for the user."
              .formatted(Postgres.firstLine(e), String.join(", ", LAYERS), Staging.SCHEMA));
    }
    return new IllegalStateException("PostgreSQL refused: " + Postgres.firstLine(e), e);
  }

  /**
   * A table's rows in their staging table.
   *
   * @param version the Delta version they are of; -1 where the lake has no such table
   */
  record Staged(PublishedTable table, String place, long rows, long version) {}
}
