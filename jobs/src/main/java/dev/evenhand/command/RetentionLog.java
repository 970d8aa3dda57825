package dev.evenhand.command;

import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Retentions;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** {@code govern.retention}: what is dropped is noted before and after. */
record RetentionLog(SparkSession spark, Lake lake, Instant now) {
  void begun(Retention rule, long rows) {
    add(rule.table(), rule.pipeline().orElse(null), rule.days(), rows, Retentions.BEGUN);
  }

  void dropped(Retention rule, long rows) {
    add(rule.table(), rule.pipeline().orElse(null), rule.days(), rows, Retentions.DROPPED);
  }

  void forgotten(TableContract table) {
    add(table, null, null, null, Retentions.FORGOTTEN);
  }

  private void add(TableContract table, Object owner, Object days, Object rows, String status) {
    Row row =
        RowFactory.create(
            table.name(), owner, days, rows, status, lake.version(table), Timestamp.from(now));
    lake.append(
        Retentions.CONTRACT,
        spark.createDataFrame(List.of(row), Retentions.CONTRACT.columns()),
        new RunScope(Retentions.PIPELINE, "m" + now.toEpochMilli()));
  }
}
