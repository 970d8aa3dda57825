package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.Quarantine;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * What is read once more of a source: its refused rows, and the rows that brought new subjects,
 * whose raw identifiers are nowhere else. Where both were marked it is one reading, kept until all
 * of it is written. Nothing that is kept is in the clear.
 *
 * @param refused the rows of {@code bronze.quarantine}; nothing if no row was refused
 * @param subjects rows of {@code secure.identities}, some of them twice; nothing if it is not known
 *     which rows brought them, or if the source has no identifiers
 */
record SecondReading(
    Staged source,
    Optional<Dataset<Row>> refused,
    Optional<Dataset<Row>> subjects,
    Optional<Dataset<Row>> kept)
    implements AutoCloseable {
  private static final String REFUSED = "refused";
  private static final String SUBJECTS = "subjects";

  static SecondReading of(Staged source, IdentityBook identities) {
    Columns columns = new Columns(source, identities);
    boolean hasRefused = source.refused() > 0;
    boolean hasSubjects = !source.identifiers().isEmpty();
    Optional<Dataset<Row>> noted =
        hasRefused || hasSubjects ? source.notedRows() : Optional.empty();
    if (noted.isEmpty()) {
      Optional<Dataset<Row>> refused =
          hasRefused
              ? Optional.of(source.refusedRows().select(columns.refused()))
              : Optional.empty();
      return new SecondReading(source, refused, Optional.empty(), Optional.empty());
    }
    Column accepted = Working.ACCEPTED.column();
    Dataset<Row> kept =
        noted
            .get()
            .select(
                when(not(accepted), struct(columns.refused())).as(REFUSED),
                when(accepted, array(columns.subjects())).as(SUBJECTS))
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new SecondReading(
        source,
        hasRefused ? Optional.of(refusedOf(kept)) : Optional.empty(),
        hasSubjects ? Optional.of(subjectsOf(kept)) : Optional.empty(),
        Optional.of(kept));
  }

  private static Dataset<Row> refusedOf(Dataset<Row> kept) {
    return kept.filter(col(REFUSED).isNotNull()).select(REFUSED + ".*");
  }

  private static Dataset<Row> subjectsOf(Dataset<Row> kept) {
    return kept.select(explode(col(SUBJECTS)).as(SUBJECTS))
        .select(SUBJECTS + ".*")
        .filter(Identities.SUBJECT_KEY.column().isNotNull());
  }

  /** Whether no subject is there twice: each was marked once, and no mark stands for two rows. */
  boolean hasSubjectsOnce() {
    return source.identifiers().size() == 1 && source.selection().hasOwnPlaces();
  }

  /** Reads what will be kept. */
  void keep() {
    kept.ifPresent(rows -> rows.foreachPartition((ForeachPartitionFunction<Row>) each -> {}));
  }

  @Override
  public void close() {
    kept.ifPresent(Dataset::unpersist);
  }

  /** What a judged row becomes. */
  private record Columns(Staged source, IdentityBook identities) {
    Column[] refused() {
      String name = source.origin().name();
      Column row = Bronze.ORDINAL.column().plus(1);
      return new Column[] {
        lit(name).as(Quarantine.SOURCE.name()),
        Bronze.FILE.column().as(Quarantine.FILE.name()),
        coalesce(Working.LINE.column(), row).as(Quarantine.LINE.name()),
        Working.REASON.column().as(Quarantine.REASON.name()),
        identities
            .naming()
            .pseudonyms()
            .sealed(Working.RAW.column(), name)
            .as(Quarantine.RAW.name())
      };
    }

    Column[] subjects() {
      List<SourceColumn> identifiers = source.identifiers();
      return identifiers.stream().map(this::subject).toArray(Column[]::new);
    }

    private Column subject(SourceColumn column) {
      return struct(identities.columns(Judgement.rawIdentifier(column), column.column(), column));
    }
  }
}
