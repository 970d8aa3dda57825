package dev.evenhand.lake;

import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Compacts a table, drops rows past their retention, and removes files no version needs. */
public final class Maintenance {
  private static final double HOURS_A_DAY = 24;

  private Maintenance() {}

  /**
   * @param runsToDrop runs whose rows are past the table's retention
   * @return files removed and rows deleted are in Delta's own history of the table
   */
  public static void of(
      SparkSession spark, String place, List<RunScope> runsToDrop, int keepVersionsDays) {
    DeltaTable table = DeltaTable.forPath(spark, place);
    for (RunScope run : runsToDrop) {
      table.delete(run.runPredicate());
    }
    table.optimize().executeCompaction();
    table.vacuum(Math.max(keepVersionsDays, 7) * HOURS_A_DAY);
  }

  /** The runs of a table that began before now less its retention; a run's id is its start. */
  public static List<RunScope> expired(Dataset<Row> rows, int retentionDays, Instant now) {
    String oldest =
        "r"
            + java.time.format.DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS")
                .withZone(java.time.ZoneOffset.UTC)
                .format(now.minus(Duration.ofDays(retentionDays)));
    return rows
        .filter(col(TableContract.RUN_ID.name()).lt(functions.lit(oldest)))
        .select(TableContract.PIPELINE.column(), TableContract.RUN_ID.column())
        .distinct()
        .collectAsList()
        .stream()
        .map(row -> new RunScope(row.getString(0), row.getString(1)))
        .toList();
  }
}
