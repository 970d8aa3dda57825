package dev.evenhand.command;

import dev.evenhand.config.PipelineFile;
import dev.evenhand.lake.Failpoint;
import dev.evenhand.lake.Forgetting;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Lease;
import dev.evenhand.lake.Maintenance;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.Runs;
import dev.evenhand.lake.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Encoders;

/**
 * The upkeep of a whole lake, while no pipeline runs in it. One that was cut off is done by the
 * next call.
 *
 * @param forgetting makes what is past its retention unreadable in older versions too; empty: it
 *     can be read there as long as versions are kept
 */
record Upkeep(Lake lake, Maintenance maintenance, Instant now, Optional<Forgetting> forgetting) {

  /**
   * Compacts every table after dropping what is past its retention.
   *
   * @param file whose retention holds beside the contracts' own; the shorter of both
   * @return rows dropped by table
   */
  Map<String, Long> run(Optional<PipelineFile> file, Duration patience) {
    List<Retention> rules = new ArrayList<>(Retention.ofContracts());
    file.map(Retention::of).ifPresent(rules::addAll);
    Map<String, Long> dropped = new LinkedHashMap<>();
    try (Lease lease = Lease.acquireAll(lake, pipelines(), patience)) {
      for (TableContract table : tables()) {
        List<Retention> own =
            rules.stream().filter(rule -> rule.table().name().equals(table.name())).toList();
        dropped.put(table.name(), own.stream().mapToLong(this::drop).sum());
        maintenance.compact(table);
        if (!own.isEmpty()) {
          forgetting.ifPresent(each -> forget(each, table));
        }
      }
    }
    return dropped;
  }

  private long drop(Retention rule) {
    RetentionLog log = new RetentionLog(maintenance.spark(), lake, now);
    long rows = maintenance.count(rule.table(), rule.isExpired(now));
    if (rows > 0) {
      log.begun(rule, rows);
      Failpoint.reached("retention begun " + rule.table().name());
      maintenance.drop(rule.table(), rule.isExpired(now));
      Failpoint.reached("retention dropped " + rule.table().name());
      log.dropped(rule, rows);
    }
    return rows;
  }

  /** Also where nothing was dropped just now: an earlier call may have dropped it. */
  private void forget(Forgetting how, TableContract table) {
    how.forgetHistory(table.name());
    new RetentionLog(maintenance.spark(), lake, now).forgotten(table);
  }

  private List<TableContract> tables() {
    List<TableContract> tables = new ArrayList<>(Tables.ALL);
    List<String> known = tables.stream().map(TableContract::name).toList();
    lake.files().folders(lake.files().place("bronze")).stream()
        .map(source -> Bronze.contract(source, List.of()))
        .filter(table -> !known.contains(table.name()))
        .forEach(tables::add);
    return tables.stream().filter(lake::exists).toList();
  }

  private List<String> pipelines() {
    return lake.exists(Runs.CONTRACT)
        ? lake.read(Runs.CONTRACT)
            .select(TableContract.PIPELINE.column())
            .distinct()
            .orderBy(TableContract.PIPELINE.column())
            .as(Encoders.STRING())
            .collectAsList()
        : List.of();
  }
}
