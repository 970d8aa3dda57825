package dev.evenhand.command;

import dev.evenhand.config.PipelineFile;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Forgetting;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Maintenance;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compacts the tables, applies their retention, and vacuums what no version needs. */
@Command(
    name = "maintain",
    description = "Compacts the tables, applies retention, vacuums.",
    mixinStandardHelpOptions = true)
final class MaintainCommand implements Callable<Integer> {
  @Mixin private OptionalPipeline arguments;

  @Option(
      names = "--keep-versions",
      paramLabel = "DAYS",
      defaultValue = "30",
      description = "Days that old table versions stay readable, 7 at least (${DEFAULT-VALUE}).")
  private int keepVersionsDays;

  @Option(
      names = "--forget-history",
      description =
          "Older versions of tables with a retention become unreadable at once, so that what was"
              + " dropped is nowhere; who reads one loses it.")
  private boolean forgetsHistory;

  @Mixin private WaitArgument wait;

  @Override
  public Integer call() {
    Optional<PipelineFile> pipeline = arguments.read();
    SparkSession spark = Sessions.open("maintain");
    try {
      Lake lake = new Lake(spark, arguments.place(pipeline));
      Maintenance maintenance = new Maintenance(spark, lake, keepVersionsDays);
      Optional<Forgetting> forgetting =
          forgetsHistory
              ? Optional.of(new Forgetting(spark, new Catalog(spark, lake.files())).atOnce())
              : Optional.empty();
      new Upkeep(lake, maintenance, Clock.systemUTC().instant(), forgetting)
          .run(pipeline, wait.patience())
          .forEach(
              (table, rows) ->
                  System.out.printf(
                      Locale.ROOT, "  %-24s %,d rows past their retention dropped%n", table, rows));
      return ExitStatus.DONE;
    } finally {
      spark.stop();
    }
  }
}
