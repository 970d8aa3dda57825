package dev.evenhand.card;

import dev.evenhand.lake.table.ModelFlags;
import java.time.Instant;
import org.apache.spark.sql.Row;

/**
 * Persons whom the model learned from and who are gone since, as {@code govern.model_flags} says.
 */
record Forgotten(
    @Told("erasure or withdrawal") String cause,
    Instant at,
    long subjects,
    long trainingSubjects,
    double share,
    boolean needsRetraining,
    @Told(absent = "where it needs none") String reason) {

  static Forgotten of(Row row) {
    return new Forgotten(
        row.getAs(ModelFlags.CAUSE.name()),
        StepRun.moment(row, ModelFlags.FLAGGED_AT.name()),
        row.<Long>getAs(ModelFlags.SUBJECTS.name()),
        row.<Long>getAs(ModelFlags.TRAINING_SUBJECTS.name()),
        row.<Double>getAs(ModelFlags.SHARE.name()),
        row.<Boolean>getAs(ModelFlags.NEEDS_RETRAINING.name()),
        row.getAs(ModelFlags.REASON.name()));
  }
}
