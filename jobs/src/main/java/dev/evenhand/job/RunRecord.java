package dev.evenhand.job;

import dev.evenhand.lake.Lake;
import dev.evenhand.lake.table.Runs;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** One entry of {@code govern.runs}. */
record RunRecord(
    String step,
    Status status,
    Instant startedAt,
    Instant finishedAt,
    RowCounts rows,
    Lake.Versions versions,
    long cpuMs) {

  /** How a step stands. */
  enum Status {
    STARTED,
    DONE,
    FAILED,
    REFUSED,
    ABANDONED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An entry about the run as a whole; the message says why it failed, null if it did not. */
  static RunRecord whole(
      Status status, Instant startedAt, Instant finishedAt, String message, long cpuMs) {
    RowCounts rows = message == null ? null : new RowCounts(0, 0, message);
    Lake.Versions none = new Lake.Versions(Map.of(), Map.of());
    return new RunRecord(RunLog.WHOLE_RUN, status, startedAt, finishedAt, rows, none, cpuMs);
  }

  Dataset<Row> toRows(SparkSession spark, RunPlan plan) {
    Row row =
        RowFactory.create(
            step,
            status.text(),
            Timestamp.from(startedAt),
            finishedAt == null ? null : Timestamp.from(finishedAt),
            rows == null ? null : rows.rowsIn(),
            rows == null ? null : rows.rowsOut(),
            CollectionConverters.asScala(versions.read()),
            CollectionConverters.asScala(versions.written()),
            plan.configSha256(),
            plan.codeVersion(),
            Timestamp.from(plan.asOf()),
            plan.seed(),
            cpuMs,
            rows == null ? null : rows.note());
    return spark.createDataFrame(List.of(row), Runs.CONTRACT.columns());
  }
}
