package dev.evenhand.lake;

import dev.evenhand.base.Quoted;
import dev.evenhand.lake.table.Bronze;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.Format;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;
import scala.Option;

/** Creates a table from its contract in one commit: columns, comments, NOT NULL and CHECKs. */
final class TableCreation {
  private static final String SUBJECT_KEY = "subject_key";

  /** Of several that make one table, all but one find it there when they look again. */
  private static final int ATTEMPTS = 3;

  static final String FILES_KEPT = "delta.deletedFileRetentionDuration";
  static final String LOG_KEPT = "delta.logRetentionDuration";
  static final int VERSIONS_KEPT_DAYS = 30;

  private TableCreation() {}

  /** A length of time as Delta's properties write it. */
  static String days(int days) {
    return "interval " + days + " days";
  }

  /**
   * Creates the table unless it exists; whether this call did. Several may try at once, and a
   * process that was killed here may have left an empty log, which Delta's own CREATE TABLE takes
   * for a table.
   */
  static boolean create(SparkSession spark, TableContract contract, String path) {
    boolean[] isMade = {false};
    Retry.onConflict(
        ATTEMPTS,
        () -> {
          DeltaLog log = DeltaLog.forTable(spark, new Path(path));
          log.createLogDirectoriesIfNotExists();
          OptimisticTransaction transaction = log.startTransaction();
          if (transaction.readVersion() < 0) {
            transaction.updateMetadataForNewTable(metadata(contract));
            transaction.commit(
                ScalaCollections.seq(List.<Action>of()), operation(transaction.metadata()));
            isMade[0] = true;
          }
        });
    return isMade[0];
  }

  private static DeltaOperations.CreateTable operation(Metadata metadata) {
    return new DeltaOperations.CreateTable(metadata, false, false, Option.empty());
  }

  private static Metadata metadata(TableContract contract) {
    return new Metadata(
        UUID.randomUUID().toString(),
        null,
        contract.comment(),
        new Format("parquet", ScalaCollections.map(Map.of())),
        contract.schema().json(),
        ScalaCollections.seq(List.of(contract.partitionColumns())),
        ScalaCollections.map(properties(contract)),
        Option.apply(System.currentTimeMillis()));
  }

  private static Map<String, String> properties(TableContract contract) {
    Map<String, String> properties = new HashMap<>();
    properties.put("evenhand.contract", contract.name());
    properties.put(Migration.VERSION, Integer.toString(contract.version()));
    properties.put("evenhand.retention.days", Integer.toString(contract.retentionDays()));
    properties.put(FILES_KEPT, days(VERSIONS_KEPT_DAYS));
    properties.put(LOG_KEPT, days(VERSIONS_KEPT_DAYS));
    // The log has them; no need for each row to repeat them.
    properties.put("delta.writePartitionColumnsToParquet", "false");
    properties.put("delta.dataSkippingStatsColumns", statisticsColumns(contract));
    contract.checks().forEach((name, check) -> properties.put("delta.constraints." + name, check));
    return properties;
  }

  /**
   * Minimum and maximum are kept for no pseudonym and no nested value; of a source's rows, which
   * are read as a whole, for their file alone.
   */
  private static String statisticsColumns(TableContract contract) {
    boolean isRaw = contract.fields().contains(Bronze.FILE);
    return contract.fields().stream()
        .filter(field -> !field.name().equals(SUBJECT_KEY))
        .filter(field -> !isRaw || field.equals(Bronze.FILE))
        .filter(
            field ->
                field.type() instanceof StringType
                    || field.type() instanceof NumericType
                    || field.type() instanceof DateType
                    || field.type() instanceof TimestampType)
        .limit(16)
        .map(field -> Quoted.name(field.name()))
        .collect(Collectors.joining(","));
  }
}
