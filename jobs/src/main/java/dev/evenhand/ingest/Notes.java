package dev.evenhand.ingest;

import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** How many rows were read and refused, and where these and the subjects are: noted on reading. */
record Notes(Refusals refused, FirstPlaces subjects, Findings findings) {

  /** The places that were noted; nothing if they are not known. */
  record Found(Optional<Roaring64Bitmap> refused, Optional<Roaring64Bitmap> subjects) {
    static final Found NOTHING = new Found(Optional.empty(), Optional.empty());

    /** Of refused rows and of subjects together. */
    Optional<Roaring64Bitmap> all() {
      if (refused.isEmpty() || subjects.isEmpty()) {
        return Optional.empty();
      }
      Roaring64Bitmap all = new Roaring64Bitmap();
      all.or(refused.get());
      all.or(subjects.get());
      return Optional.of(all);
    }
  }

  static Notes in(SparkContext spark) {
    Notes notes = new Notes(new Refusals(), new FirstPlaces(), new Findings());
    spark.register(notes.refused());
    spark.register(notes.subjects());
    spark.register(notes.findings());
    return notes;
  }

  /** The judged rows themselves; what there is to note is noted when they are read. */
  Dataset<Row> taken(Dataset<Row> judged, List<SourceColumn> identifiers, FreeTexts texts) {
    Column accepted = Working.ACCEPTED.column();
    Column place = Working.PLACE.column();
    Dataset<Row> noted =
        judged.withColumn(
            Working.ACCEPTED.columnName(), Marking.verdicts(accepted, place, refused));
    for (String text : texts.rules().keySet()) {
      noted =
          noted.withColumn(
              Working.ACCEPTED.columnName(), Marking.findings(accepted, text, findings));
    }
    for (SourceColumn identifier : identifiers) {
      noted =
          noted.withColumn(
              Working.ACCEPTED.columnName(),
              Marking.subjects(accepted, place, identifier, subjects));
    }
    return noted;
  }

  Found found() {
    return new Found(
        refused.isOverflown() ? Optional.empty() : Optional.of(refused.value()),
        subjects.isOverflown() ? Optional.empty() : Optional.of(subjects.value()));
  }
}
