package dev.evenhand.report;

import dev.evenhand.lake.table.Runs;
import dev.evenhand.report.RunView.GateView;
import dev.evenhand.report.RunView.SourceView;
import dev.evenhand.report.RunView.StepView;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * A run's entries in {@code govern.runs}, oldest first. Messages are left out: that of a failure
 * may quote a row.
 */
record RunEntries(String id, List<Row> entries) {
  private static final String WHOLE_RUN = "run";

  RunView toView(List<SourceView> sources, List<ModelView> models, List<GateView> gates) {
    Row first = entries.get(0);
    Map<String, StepView> steps = new LinkedHashMap<>();
    String status = first.getAs(Runs.STATUS.name());
    Instant start = moment(first, Runs.STARTED_AT.name());
    for (Row entry : entries) {
      String step = entry.getAs(Runs.STEP.name());
      if (step.equals(WHOLE_RUN)) {
        status = entry.getAs(Runs.STATUS.name());
      } else {
        steps.put(step, step(entry));
      }
      Instant started = moment(entry, Runs.STARTED_AT.name());
      start = started.isBefore(start) ? started : start;
    }
    return new RunView(
        id,
        status,
        moment(first, Runs.AS_OF.name()),
        start,
        first.getAs(Runs.CODE_VERSION.name()),
        List.copyOf(steps.values()),
        sources,
        models,
        gates);
  }

  private static StepView step(Row entry) {
    Instant end = moment(entry, Runs.FINISHED_AT.name());
    Long cpuMillis = entry.getAs(Runs.CPU_MS.name());
    return new StepView(
        entry.getAs(Runs.STEP.name()),
        entry.getAs(Runs.STATUS.name()),
        end == null
            ? 0
            : Duration.between(moment(entry, Runs.STARTED_AT.name()), end).toMillis() / 1000.0,
        cpuMillis == null ? null : cpuMillis / 1000.0,
        entry.getAs(Runs.ROWS_IN.name()),
        entry.getAs(Runs.ROWS_OUT.name()));
  }

  private static Instant moment(Row entry, String column) {
    Timestamp moment = entry.getAs(column);
    return moment == null ? null : moment.toInstant();
  }
}
