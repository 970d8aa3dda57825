package dev.evenhand.card;

import dev.evenhand.lake.table.Runs;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** A finished step of the run, as {@code govern.runs} holds it. */
record StepRun(
    String step,
    @Told(absent = "where nobody counted") Long rowsIn,
    @Told(absent = "where nobody counted") Long rowsOut,
    double seconds,
    double cpuSeconds,
    Map<String, Long> versionsRead,
    Map<String, Long> versionsWritten,
    @Told(absent = "where it said nothing") String message) {
  private static final double MS = 1000;

  static StepRun of(Row row) {
    Long cpuMs = row.getAs(Runs.CPU_MS.name());
    Map<String, Long> read = row.getJavaMap(row.fieldIndex(Runs.VERSIONS_READ.name()));
    Map<String, Long> written = row.getJavaMap(row.fieldIndex(Runs.VERSIONS_WRITTEN.name()));
    return new StepRun(
        row.getAs(Runs.STEP.name()),
        row.getAs(Runs.ROWS_IN.name()),
        row.getAs(Runs.ROWS_OUT.name()),
        Duration.between(moment(row, Runs.STARTED_AT.name()), moment(row, Runs.FINISHED_AT.name()))
                .toMillis()
            / MS,
        cpuMs == null ? 0 : cpuMs / MS,
        new TreeMap<>(read),
        new TreeMap<>(written),
        row.getAs(Runs.MESSAGE.name()));
  }

  static Instant moment(Row row, String column) {
    return row.<Timestamp>getAs(column).toInstant();
  }
}
