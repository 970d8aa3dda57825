package dev.evenhand.lake;

import dev.evenhand.lake.table.Bronze;
import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StringType;

/** Creates a table from its contract in one commit: columns, comments, NOT NULL and CHECKs. */
final class TableCreation {
  private static final String SUBJECT_KEY = "subject_key";

  static final String FILES_KEPT = "delta.deletedFileRetentionDuration";
  static final String LOG_KEPT = "delta.logRetentionDuration";
  static final int VERSIONS_KEPT_DAYS = 30;

  private TableCreation() {}

  /** A length of time as Delta's properties write it. */
  static String days(int days) {
    return "interval " + days + " days";
  }

  static void create(SparkSession spark, TableContract contract, String path) {
    DeltaTableBuilder builder =
        DeltaTable.createIfNotExists(spark)
            .location(path)
            .comment(contract.comment())
            .addColumns(contract.schema())
            .partitionedBy(contract.partitionColumns())
            .property("evenhand.contract", contract.name())
            .property(Migration.VERSION, Integer.toString(contract.version()))
            .property("evenhand.retention.days", Integer.toString(contract.retentionDays()))
            .property(FILES_KEPT, days(VERSIONS_KEPT_DAYS))
            .property(LOG_KEPT, days(VERSIONS_KEPT_DAYS))
            // The log has them; no need for each row to repeat them.
            .property("delta.writePartitionColumnsToParquet", "false")
            .property("delta.dataSkippingStatsColumns", statisticsColumns(contract));
    for (var check : contract.checks().entrySet()) {
      builder = builder.property("delta.constraints." + check.getKey(), check.getValue());
    }
    builder.execute();
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
                    || field.type() instanceof org.apache.spark.sql.types.NumericType
                    || field.type() instanceof org.apache.spark.sql.types.DateType
                    || field.type() instanceof org.apache.spark.sql.types.TimestampType)
        .limit(16)
        .map(field -> "`" + field.name() + "`")
        .collect(Collectors.joining(","));
  }
}
