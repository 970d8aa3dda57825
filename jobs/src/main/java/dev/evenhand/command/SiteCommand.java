package dev.evenhand.command;

import dev.evenhand.lake.Lake;
import dev.evenhand.report.Site;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A lake as pages that a browser opens from a folder. */
@Command(
    name = "site",
    description =
        "Writes pages about a lake's pipelines, runs, models, trends and thresholds; they need"
            + " nothing but a browser.",
    mixinStandardHelpOptions = true)
final class SiteCommand implements Callable<Integer> {
  @Mixin private LakeArgument lake;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder of the site; a site that is there is replaced.")
  private Path out;

  private final Function<String, SparkSession> sessions;

  SiteCommand() {
    this(Sessions::open);
  }

  SiteCommand(Function<String, SparkSession> sessions) {
    this.sessions = sessions;
  }

  @Override
  public Integer call() {
    SparkSession spark = sessions.apply("site");
    Site.Written written = new Site(new Lake(spark, lake.place())).write(out);
    System.out.printf(
        Locale.ROOT,
        "%,d pages, pipelines: %,d; open %s%n",
        written.pages(),
        written.pipelines(),
        written.start());
    return ExitStatus.DONE;
  }
}
