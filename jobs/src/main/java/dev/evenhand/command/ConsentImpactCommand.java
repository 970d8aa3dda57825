package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Consent;
import dev.evenhand.config.Overrides;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Lake;
import dev.evenhand.ledger.LedgerView;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.rights.ConsentImpact;
import dev.evenhand.rights.ConsentImpact.Line;
import dev.evenhand.rights.ConsentImpact.Minors;
import dev.evenhand.rights.RetrainLimits;
import dev.evenhand.rights.SubjectResolver;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which models learned from a customer, or from those who refused since a day. */
@Command(
    name = "impact",
    description = "Models that learned from a customer, or from those who refused since a day.",
    mixinStandardHelpOptions = true)
final class ConsentImpactCommand implements Callable<Integer> {
  @Mixin private OneSubject subject;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "Those who refused or withdrew on that day or later, and who still do.")
  private String since;

  @Option(
      names = "--rules",
      paramLabel = "PIPELINE.yaml",
      description = "With --since: its consent's age holds, so that a minor's own grant is none.")
  private Path rules;

  @Mixin private LakeArgument lake;

  @Option(
      names = "--retrain-share",
      description =
          "A model of whose persons more are concerned needs retraining (default: as its pipeline"
              + " file says, or 1%%).")
  private String share;

  @Option(
      names = "--retrain-age",
      description =
          "So does one that is used longer after the first refusal (default: as its pipeline file"
              + " says, or 30d).")
  private String age;

  private final Function<String, SparkSession> sessions;
  private final Supplier<Keys> keyring;

  ConsentImpactCommand() {
    this(Sessions::open, PipelineRun::keys);
  }

  ConsentImpactCommand(Function<String, SparkSession> sessions, Supplier<Keys> keyring) {
    this.sessions = sessions;
    this.keyring = keyring;
  }

  @Override
  public Integer call() {
    if (subject.isGiven() == (since != null)) {
      throw new DataProblem("consent impact: give either --subject or --since.");
    }
    RetrainLimits limits =
        new RetrainLimits(
            Optional.ofNullable(share).map(text -> Share.parse("--retrain-share", text)),
            Optional.ofNullable(age).map(text -> TimeSpan.parse("--retrain-age", text)));
    Optional<Minors> minors = Optional.ofNullable(rules).flatMap(ConsentImpactCommand::minors);
    Instant from = since == null ? Instant.EPOCH : day(since);
    SparkSession spark = sessions.apply("consent impact");
    Catalog catalog = Catalog.of(spark, new Lake(spark, lake.place()));
    ConsentImpact impact = new ConsentImpact(catalog, limits, minors, Clock.systemUTC().instant());
    List<Line> lines =
        since == null
            ? impact.ofSubjects(subject.keys(new SubjectResolver(catalog, keyring.get())))
            : impact.ofRefusalsSince(from);
    lines.forEach(ConsentImpactCommand::tell);
    long flagged = lines.stream().filter(Line::needsRetraining).count();
    System.out.printf(
        Locale.ROOT, "%d models learned from them, %d need retraining%n", lines.size(), flagged);
    impact
        .untold()
        .forEach(
            run ->
                System.out.printf(
                    "%s: who its models learned from can't be told, its splits are past their"
                        + " retention%n",
                    run));
    return ExitStatus.DONE;
  }

  private static void tell(Line line) {
    System.out.printf(
        Locale.ROOT,
        "%s %s %s (%s), trained %s: %,d of %,d persons%s%n",
        line.pipeline(),
        line.runId(),
        line.model(),
        line.status(),
        line.trainedAt(),
        line.subjects(),
        line.trainingSubjects(),
        line.needsRetraining() ? "; needs retraining: " + line.reason() : "");
  }

  private static Optional<Minors> minors(Path file) {
    Consent consent =
        PipelineFile.read(file, System.getenv(), Overrides.none()).pipeline().consent();
    return consent
        .age()
        .map(gate -> new Minors(LedgerView.rules(consent).age().orElseThrow(), gate.born()));
  }

  private static Instant day(String text) {
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new DataProblem("--since '" + text + "' is no date. Write such as 2026-03-01.", e);
    }
  }
}
