package dev.evenhand.lake;

import dev.evenhand.base.DataProblem;
import io.delta.tables.DeltaTable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The upkeep of a lake's tables: drops rows, compacts files, and removes files no version needs.
 *
 * @param keepVersionsDays days that old versions of a table stay readable; what was dropped is gone
 *     from storage only then
 */
public record Maintenance(SparkSession spark, Lake lake, int keepVersionsDays) {
  private static final int FEWEST_DAYS = 7;
  private static final String LISTING_TASKS =
      "spark.sql.sources.parallelPartitionDiscovery.parallelism";
  private static final int TASKS_A_CORE = 4;

  public Maintenance {
    if (keepVersionsDays < FEWEST_DAYS) {
      throw new DataProblem(
          "maintain: versions must stay readable for "
              + FEWEST_DAYS
              + " days or more, since a run may still read them; --keep-versions was "
              + keepVersionsDays
              + ".");
    }
  }

  /** How many rows there are for which the condition holds. */
  public long count(TableContract table, Column condition) {
    return lake.read(table).filter(condition).count();
  }

  /** Deletes the rows for which the condition holds. */
  public void drop(TableContract table, Column condition) {
    DeltaTable.forPath(spark, lake.place(table)).delete(condition);
  }

  /** Joins small files, and removes those that no version of the days to keep needs. */
  public void compact(TableContract table) {
    SparkSession session = quickToList(spark);
    String path = lake.place(table);
    keepVersions(session, path);
    DeltaTable delta = DeltaTable.forPath(session, path);
    delta.optimize().executeCompaction();
    delta.vacuum();
  }

  /** Delta vacuums, and lets old versions be read, by this property alone. */
  private void keepVersions(SparkSession session, String path) {
    String kept = TableCreation.days(keepVersionsDays);
    Row detail = DeltaTable.forPath(session, path).detail().select("properties").head();
    if (!kept.equals(detail.getJavaMap(0).get(TableCreation.FILES_KEPT))) {
      int logDays = Math.max(keepVersionsDays, TableCreation.VERSIONS_KEPT_DAYS);
      session.sql(
          "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('%s' = '%s', '%s' = '%s')"
              .formatted(
                  path.replace("`", "``"),
                  TableCreation.FILES_KEPT,
                  kept,
                  TableCreation.LOG_KEPT,
                  TableCreation.days(logDays)));
    }
  }

  /** Vacuum lists a table's folders in 10,000 tasks by default: minutes where there is nothing. */
  static SparkSession quickToList(SparkSession spark) {
    SparkSession session = spark.newSession();
    int tasks = TASKS_A_CORE * spark.sparkContext().defaultParallelism();
    session.conf().set(LISTING_TASKS, tasks);
    return session;
  }
}
