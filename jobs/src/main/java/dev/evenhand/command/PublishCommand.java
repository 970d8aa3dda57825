package dev.evenhand.command;

import dev.evenhand.config.Secret;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Lake;
import dev.evenhand.publish.Postgres;
import dev.evenhand.publish.Publication;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A copy of metrics and governance for dashboards that read PostgreSQL. */
@Command(
    name = "publish",
    description = "Copies metrics.* and govern.* to PostgreSQL, for dashboards.",
    footer = {
      "",
      "The user is PGUSER, the password PGPASSWORD; without it the driver looks into the file that",
      "PGPASSFILE names."
    },
    mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
  @Mixin private LakeArgument lake;

  @Option(
      names = "--jdbc",
      paramLabel = "URL",
      required = true,
      description = "The database, as jdbc:postgresql://host:5432/database.")
  private String url;

  @Option(
      names = "--replace",
      description = "In the place of another lake that was published to this database.")
  private boolean mayReplace;

  @Override
  public Integer call() {
    Postgres postgres =
        new Postgres(
            url,
            Optional.ofNullable(System.getenv("PGUSER")),
            Optional.ofNullable(System.getenv("PGPASSWORD")).map(Secret::new));
    SparkSession spark = Sessions.open("publish", Sessions.SMALL);
    try {
      Catalog catalog = Catalog.of(spark, new Lake(spark, lake.place()));
      Publication publication = new Publication(catalog, postgres);
      tell(mayReplace ? publication.replacingAnother() : publication.run());
    } finally {
      spark.stop();
    }
    return ExitStatus.DONE;
  }

  private static void tell(List<Publication.Outcome> outcomes) {
    for (Publication.Outcome outcome : outcomes) {
      System.out.printf(
          Locale.ROOT,
          "  %-24s %,9d rows   %,d came, %,d went%n",
          outcome.table(),
          outcome.rows(),
          outcome.inserted(),
          outcome.deleted());
    }
  }
}
