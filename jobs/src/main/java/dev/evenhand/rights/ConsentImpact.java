package dev.evenhand.rights;

import static org.apache.spark.sql.functions.lit;

import dev.evenhand.history.Births;
import dev.evenhand.history.ConsentLedger;
import dev.evenhand.history.ConsentRules;
import dev.evenhand.history.ConsentRules.MinimumAge;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.ProtectedAttributes;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which models learned from subjects, or from those who refused since, and which of them need
 * retraining for it.
 */
public record ConsentImpact(
    Catalog catalog, RetrainLimits limits, Optional<Minors> minors, Instant now) {
  /**
   * Whose own grants are none.
   *
   * @param age from which a subject's own grant counts
   * @param born the protected attribute that tells the age
   */
  public record Minors(MinimumAge age, String born) {}

  /**
   * A model and why it needs retraining.
   *
   * @param reason empty if it does not
   */
  public record Line(
      String pipeline,
      String runId,
      String model,
      String status,
      Instant trainedAt,
      long subjects,
      long trainingSubjects,
      String reason) {
    public boolean needsRetraining() {
      return !reason.isEmpty();
    }
  }

  /** The runs of which nobody can tell any more who their models learned from. */
  public List<String> untold() {
    return ModelExposure.untold(catalog);
  }

  /** The models that learned from these subjects. */
  public List<Line> ofSubjects(List<String> subjectKeys) {
    return lines(Footprint.keys(catalog.spark(), subjectKeys));
  }

  /**
   * The models that learned from subjects who refuse the use for the model's purpose, every use or
   * profiling, as {@link ConsentLedger} reads it now, by an entry that was recorded later than the
   * model was trained.
   *
   * @param since only refusals recorded from then on
   */
  public List<Line> ofRefusalsSince(Instant since) {
    if (!catalog.has(Consents.CONTRACT.name())) {
      return List.of();
    }
    Dataset<Row> ledger = wide(catalog.rows(Consents.CONTRACT.name()), Consents.CONTRACT);
    Optional<Dataset<Row>> births = minors.map(this::births);
    return purposes(ledger)
        .map(purpose -> ConsentLedger.refusals(ledger, births, rules(purpose), now))
        .reduce(Dataset::union)
        .map(refusals -> refusals.filter(Consents.RECORDED_AT.column().geq(moment(since))))
        .map(ConsentImpact::asWanted)
        .map(this::lines)
        .orElse(List.of());
  }

  /** Those that the ledger names, and all of them, which a model may have been trained for. */
  private static Stream<String> purposes(Dataset<Row> ledger) {
    Dataset<Row> named = ledger.select(Consents.PURPOSE.column()).distinct();
    return Stream.concat(
            Stream.of(Consents.EVERY_PURPOSE),
            SmallRows.sorted(named, Consents.PURPOSE.column()).stream()
                .map(row -> row.getString(0)))
        .distinct();
  }

  private ConsentRules rules(String purpose) {
    return new ConsentRules(purpose, false, Optional.empty(), minors.map(Minors::age));
  }

  private Dataset<Row> births(Minors of) {
    String table = ProtectedAttributes.CONTRACT.name();
    Dataset<Row> history =
        catalog.has(table)
            ? catalog.rows(table)
            : catalog.spark().createDataFrame(List.of(), ProtectedAttributes.CONTRACT.schema());
    return Births.at(history, of.born(), now);
  }

  private static Dataset<Row> asWanted(Dataset<Row> refusals) {
    return refusals.select(
        Consents.SUBJECT_KEY.column().as(Footprint.KEY),
        Consents.PURPOSE.column().as(ModelExposure.REFUSED),
        Consents.RECORDED_AT.column().as(ModelExposure.SINCE));
  }

  private static Column moment(Instant instant) {
    return lit(Timestamp.from(instant));
  }

  /** With the columns that an older version of the table lacks. */
  private static Dataset<Row> wide(Dataset<Row> rows, TableContract table) {
    return rows.select(table.fields().stream().map(field -> field.in(rows)).toArray(Column[]::new));
  }

  private List<Line> lines(Dataset<Row> subjects) {
    List<Line> lines = new ArrayList<>();
    for (ModelExposure each : ModelExposure.of(catalog, subjects)) {
      lines.add(
          new Line(
              each.pipeline(),
              each.runId(),
              each.model(),
              each.status(),
              each.trainedAt(),
              each.subjects(),
              each.trainingSubjects(),
              reason(each)));
    }
    return lines;
  }

  private String reason(ModelExposure model) {
    if (model.share() > limits.share(model)) {
      return String.format(
          Locale.ROOT, "%.2f%% of the persons it learned from", 100 * model.share());
    }
    Optional<Duration> used = model.since().map(since -> Duration.between(since, now));
    return used.filter(length -> length.compareTo(limits.age(model)) > 0)
        .map(length -> "used for " + length.toDays() + " days since the first refusal")
        .orElse("");
  }
}
