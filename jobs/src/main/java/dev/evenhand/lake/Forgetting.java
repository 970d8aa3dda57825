package dev.evenhand.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.delta.tables.DeltaTable;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.Metadata;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes tables forget: rows by their keys, and then every version but the present one.
 *
 * <p>Nobody may write to the tables meanwhile; who reads an older version loses it.
 */
public record Forgetting(SparkSession spark, Catalog catalog) {
  private static final String AT_ONCE = "interval 0 seconds";
  private static final String FILES_KEPT_BEFORE = "evenhand.files.kept.before";
  private static final String RETENTION_CHECK =
      "spark.databricks.delta.retentionDurationCheck.enabled";

  /**
   * Deletes the rows that meet a key. By MERGE: what a DELETE is given stands in the table's log.
   *
   * @param keys distinct keys, {@code k} in the condition; the table is {@code t}
   */
  public void remove(String table, Dataset<Row> keys, String condition) {
    DeltaTable.forPath(spark, catalog.place(table))
        .as("t")
        .merge(keys.as("k"), condition)
        .whenMatched()
        .delete()
        .execute();
    Failpoint.reached("removed from " + table);
  }

  /** Sets columns of the rows that meet a key. */
  public void mark(String table, Dataset<Row> keys, String condition, Map<String, Column> values) {
    DeltaTable.forPath(spark, catalog.place(table))
        .as("t")
        .merge(keys.as("k"), condition)
        .whenMatched()
        .update(values)
        .execute();
  }

  /** Sets columns of the rows that meet a condition, which stands in the table's log. */
  public void set(String table, Column condition, Map<String, Column> values) {
    DeltaTable.forPath(spark, catalog.place(table)).update(condition, values);
  }

  /** The same in a session that may vacuum at once; {@link #forgetHistory} needs it. */
  public Forgetting atOnce() {
    SparkSession session = Maintenance.quickToList(spark);
    session.conf().set(RETENTION_CHECK, "false");
    return new Forgetting(session, catalog);
  }

  /**
   * Makes every older version of the table unreadable, for good: marked rows are purged from their
   * files, files that the present version does not need and change feeds go, and the log begins
   * with a checkpoint of the present version. Doing so twice does no harm.
   *
   * @return the table's version then
   */
  public long forgetHistory(String table) {
    Path place = new Path(catalog.place(table));
    DeltaLog log = DeltaLog.forTable(spark, place);
    if (hasMarkedRows(log)) {
      spark.sql("REORG TABLE delta.`" + catalog.place(table) + "` APPLY (PURGE)").collect();
    }
    keepNothing(log);
    Failpoint.reached("unprotected " + table);
    vacuum(catalog.place(table));
    Failpoint.reached("vacuumed " + table);
    LogFiles files = LogFiles.in(catalog.files(), log.logPath());
    log.checkpoint(present(log), Option.empty());
    Failpoint.reached("checkpointed " + table);
    files.deleteBefore(present(log).version());
    DeltaLog.invalidateCache(spark, place);
    keepAsBefore(DeltaLog.forTable(spark, place));
    Failpoint.reached("forgot " + table);
    return DeltaVersions.latest(spark, catalog.place(table));
  }

  /** Delta tells the console how many files went, and the console is ours. */
  private void vacuum(String place) {
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)) {
      scala.Console.withOut(nowhere, () -> DeltaTable.forPath(spark, place).vacuum());
    }
  }

  private static Snapshot present(DeltaLog log) {
    return log.update(false, Option.empty(), Option.empty());
  }

  private static boolean hasMarkedRows(DeltaLog log) {
    Snapshot present = present(log);
    return present.protocol().readerFeatureNames().contains("deletionVectors")
        && !present.allFiles().toDF().filter("deletionVector IS NOT NULL").isEmpty();
  }

  /** Vacuum and checkpoint go by this property: what it keeps they keep. */
  private static void keepNothing(DeltaLog log) {
    Map<String, String> properties = properties(log);
    String kept = properties.put(TableCreation.FILES_KEPT, AT_ONCE);
    properties.putIfAbsent(FILES_KEPT_BEFORE, kept == null ? "" : kept);
    commit(log, properties);
  }

  private static void keepAsBefore(DeltaLog log) {
    Map<String, String> properties = properties(log);
    String kept = properties.remove(FILES_KEPT_BEFORE);
    if (kept == null || kept.isEmpty()) {
      properties.remove(TableCreation.FILES_KEPT);
    } else {
      properties.put(TableCreation.FILES_KEPT, kept);
    }
    commit(log, properties);
  }

  private static Map<String, String> properties(DeltaLog log) {
    return new HashMap<>(CollectionConverters.asJava(present(log).metadata().configuration()));
  }

  private static void commit(DeltaLog log, Map<String, String> properties) {
    OptimisticTransaction transaction = log.startTransaction();
    Metadata now = transaction.metadata();
    transaction.updateMetadata(
        new Metadata(
            now.id(),
            now.name(),
            now.description(),
            now.format(),
            now.schemaString(),
            now.partitionColumns(),
            ScalaCollections.map(properties),
            now.createdTime()),
        false);
    transaction.commit(
        ScalaCollections.seq(List.<Action>of()),
        new DeltaOperations.SetTableProperties(ScalaCollections.map(properties)));
  }
}
