package dev.evenhand.command;

import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Maintenance;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Tables;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compacts the tables, applies their retention, and vacuums what no version needs. */
@Command(
    name = "maintain",
    description = "Compacts the tables, applies retention, vacuums.",
    mixinStandardHelpOptions = true)
final class MaintainCommand implements Callable<Integer> {
  @Option(
      names = "--lake",
      defaultValue = "${env:EVENHAND_LAKE:-lake}",
      description = "The lake's folder (default: ${DEFAULT-VALUE}).")
  private String place;

  @Option(
      names = "--keep-versions",
      paramLabel = "DAYS",
      defaultValue = "30",
      description = "Days that old table versions stay readable, 7 at least (${DEFAULT-VALUE}).")
  private int keepVersionsDays;

  @Override
  public Integer call() {
    SparkSession spark = Sessions.open("maintain");
    try {
      Lake lake = new Lake(spark, place);
      for (TableContract table : Tables.ALL) {
        if (lake.exists(table)) {
          List<RunScope> expired = expired(lake, table);
          Maintenance.of(spark, lake.place(table), expired, keepVersionsDays);
          System.out.printf(
              Locale.ROOT, "  %-22s %d expired runs dropped%n", table.name(), expired.size());
        }
      }
      return ExitStatus.DONE;
    } finally {
      spark.stop();
    }
  }

  private static List<RunScope> expired(Lake lake, TableContract table) {
    return table.retentionDays() == 0 || table.scope() != Scope.RUN
        ? List.of()
        : Maintenance.expired(lake.read(table), table.retentionDays(), Clock.systemUTC().instant());
  }
}
