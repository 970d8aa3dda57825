package dev.evenhand.rights;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.table.Consents;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which models learned from subjects, or from those who refused since, and which of them need
 * retraining for it.
 */
public record ConsentImpact(Catalog catalog, RetrainLimits limits, Instant now) {
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

  /** The models that learned from these subjects. */
  public List<Line> ofSubjects(List<String> subjectKeys) {
    return lines(Footprint.keys(catalog.spark(), subjectKeys));
  }

  /**
   * The models that learned from subjects whose last word on the use for the model's purpose, on
   * every use or on profiling is a refusal that was recorded later than the model was trained.
   *
   * @param since only refusals recorded from then on
   */
  public List<Line> ofRefusalsSince(Instant since) {
    if (!catalog.has(Consents.CONTRACT.name())) {
      return List.of();
    }
    Dataset<Row> ledger = catalog.rows(Consents.CONTRACT.name());
    Column about = coalesce(Consents.ABOUT.in(ledger), lit(Consents.USE));
    Column isRefusal = Consents.STATUS.column().notEqual(Consents.GRANTED);
    Column order =
        struct(
            Consents.VALID_FROM.column(),
            Consents.RECORDED_AT.column(),
            isRefusal.as("is_refusal"));
    Dataset<Row> refused =
        ledger
            .withColumn("subject_of_entry", about)
            .withColumn("place", Consents.JURISDICTION.in(ledger))
            .filter(col("subject_of_entry").isin(Consents.USE, Consents.PROFILING))
            .filter(Consents.VALID_FROM.column().leq(lit(Timestamp.from(now))))
            .groupBy(
                Consents.SUBJECT_KEY.column(),
                Consents.PURPOSE.column(),
                col("subject_of_entry"),
                col("place"))
            .agg(max(order).as("last"))
            .filter(col("last.is_refusal"))
            .filter(col("last.recorded_at").geq(lit(Timestamp.from(since))))
            .select(
                Consents.SUBJECT_KEY.column().as(Footprint.KEY),
                Consents.PURPOSE.column().as(ModelExposure.REFUSED),
                col("last.recorded_at").as(ModelExposure.SINCE));
    return lines(refused);
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
