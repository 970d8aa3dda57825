package dev.evenhand.command;

import dev.evenhand.config.PipelineFile;
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

/** The upkeep of a whole lake, while no pipeline runs in it. */
record Upkeep(Lake lake, Maintenance maintenance, Instant now) {

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
        long rows = 0;
        for (Retention rule : rules) {
          if (rule.table().name().equals(table.name())) {
            rows += maintenance.drop(table, rule.isExpired(now));
          }
        }
        maintenance.compact(table);
        dropped.put(table.name(), rows);
      }
    }
    return dropped;
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
