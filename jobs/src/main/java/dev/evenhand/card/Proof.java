package dev.evenhand.card;

import dev.evenhand.lake.table.TrainingProofs;
import org.apache.spark.sql.Row;

/**
 * That the model learned from the rows it may learn from, and from all of them, as {@code
 * govern.training_proofs} holds it: allowed = used + suppressed + left out, not allowed = lost = 0.
 */
record Proof(
    String model,
    long rowsAllowed,
    long rowsUsed,
    long rowsSuppressed,
    long rowsLeftOut,
    long rowsNotAllowed,
    long rowsLost,
    long subjectsUsed,
    @Told(absent = "without a ledger") Long ledgerVersion,
    boolean isProved) {

  static Proof of(Row row) {
    return new Proof(
        row.getAs(TrainingProofs.MODEL.name()),
        row.<Long>getAs(TrainingProofs.ROWS_ALLOWED.name()),
        row.<Long>getAs(TrainingProofs.ROWS_USED.name()),
        row.<Long>getAs(TrainingProofs.ROWS_SUPPRESSED.name()),
        row.<Long>getAs(TrainingProofs.ROWS_LEFT_OUT.name()),
        row.<Long>getAs(TrainingProofs.ROWS_NOT_ALLOWED.name()),
        row.<Long>getAs(TrainingProofs.ROWS_LOST.name()),
        row.<Long>getAs(TrainingProofs.SUBJECTS_USED.name()),
        row.getAs(TrainingProofs.LEDGER_VERSION.name()),
        row.<Boolean>getAs(TrainingProofs.IS_PROVED.name()));
  }
}
