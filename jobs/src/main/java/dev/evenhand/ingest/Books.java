package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Load;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.OwnedPart;
import dev.evenhand.lake.StagedWrite;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.lake.table.SeenFiles;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** The books of a load: what was read is what was accepted and what was refused, and is written. */
record Books(JobContext context, List<Staged> sources) {
  private static final String NEW_COLUMN = "new_column";
  private static final int MOST_REASONS = 1_000;

  /** The refused rows, written but not committed. */
  Optional<StagedWrite> quarantined(List<SecondReading> readings) {
    Optional<Dataset<Row>> rows = refused(readings);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    String run = TableContract.RUN_ID.name() + " = '" + context.scope().runId() + "'";
    StagedWrite write = context.lake().stage(Quarantine.CONTRACT, rows.get(), context.scope(), run);
    if (write.rows() != sources.stream().mapToLong(Staged::refused).sum()) {
      write.abort();
      throw new DataProblem(
          "ingest: a source changed while it was read: a second reading refuses other rows. Run"
              + " again when nothing writes to the sources.");
    }
    return Optional.of(write);
  }

  /** Commits refused rows and then accepted rows. */
  void commit(Optional<StagedWrite> quarantine) {
    quarantine.ifPresent(StagedWrite::commit);
    SideBySide.run(sources.stream().<Runnable>map(source -> source.write()::commit).toList());
  }

  /** Takes back the accepted rows. */
  void abort() {
    sources.forEach(source -> source.write().abort());
  }

  /** Remembers the files, which are not read again: so when all else is written. */
  void rememberFiles() {
    sources.forEach(this::remember);
  }

  void writeFigures(List<FigureRow> figures) {
    context
        .lake()
        .replacePart(
            Figures.QUALITY,
            FigureRow.rows(context.spark(), figures, context.asOf()),
            context.scope(),
            new OwnedPart(
                Figures.METRIC,
                List.of(
                    Measures.ROWS_IN,
                    Measures.ROWS_ACCEPTED,
                    Measures.ROWS_QUARANTINED,
                    NEW_COLUMN,
                    Measures.COLUMN_LEFT,
                    Measures.PERSONAL_DATA_ROWS)));
  }

  RowCounts counts() {
    long read = sources.stream().mapToLong(Staged::read).sum();
    long accepted = sources.stream().mapToLong(Staged::accepted).sum();
    List<String> notes = new ArrayList<>();
    if (accepted < read) {
      notes.add(String.format(Locale.ROOT, "%,d quarantined", read - accepted));
    }
    for (Staged source : sources) {
      List<String> unknown = source.selection().reader().newColumns();
      if (!unknown.isEmpty()) {
        notes.add(
            "ignored new columns of " + source.origin().name() + ": " + String.join(", ", unknown));
      }
    }
    sources.forEach(source -> notes.addAll(source.notes()));
    return new RowCounts(read, accepted, String.join("; ", notes));
  }

  private void remember(Staged source) {
    if (source.origin().source().load() != Load.NEW_FILES) {
      return;
    }
    String name = source.origin().name();
    Map<String, Long> accepted = acceptedByFile(source);
    Map<String, Long> refused = refusedByFile(name);
    List<Row> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (SourceFile file : source.selection().files()) {
      names.add("'" + file.name().replace("\\", "\\\\").replace("'", "\\'") + "'");
      rows.add(
          RowFactory.create(
              name,
              file.name(),
              file.bytes(),
              source.selection().hashes().get(file.name()),
              Timestamp.from(context.asOf()),
              accepted.getOrDefault(file.name(), 0L),
              refused.getOrDefault(file.name(), 0L)));
    }
    StructType own = own(SeenFiles.CONTRACT);
    String replaces =
        SeenFiles.SOURCE.name()
            + " = '"
            + name
            + "' AND "
            + SeenFiles.FILE.name()
            + " IN ("
            + String.join(", ", names)
            + ")";
    Dataset<Row> files = context.spark().createDataFrame(rows, own).coalesce(1);
    context.lake().stage(SeenFiles.CONTRACT, files, context.scope(), replaces).commit();
  }

  private static StructType own(TableContract contract) {
    StructType own = new StructType();
    for (var field : contract.fields()) {
      own = own.add(field.name(), field.type(), field.isNullable());
    }
    return own;
  }

  private Map<String, Long> acceptedByFile(Staged source) {
    TableContract bronze = source.selection().reader().schema().contract(source.origin().name());
    Dataset<Row> rows =
        context
            .lake()
            .readPipeline(bronze, context.scope().pipeline())
            .filter(TableContract.RUN_ID.column().equalTo(context.scope().runId()));
    return counts(rows.groupBy(Bronze.FILE.column()).agg(count(lit(1))));
  }

  private Map<String, Long> refusedByFile(String source) {
    Dataset<Row> rows =
        context
            .lake()
            .readRun(Quarantine.CONTRACT, context.scope())
            .filter(Quarantine.SOURCE.column().equalTo(source));
    return counts(rows.groupBy(Quarantine.FILE.column()).agg(count(lit(1))));
  }

  private static Map<String, Long> counts(Dataset<Row> grouped) {
    Map<String, Long> counts = new HashMap<>();
    grouped.collectAsList().forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  /** The counts of rows, and of refused ones by reason; makes their table meanwhile. */
  List<FigureRow> figures(List<SecondReading> readings) {
    context.lake().prepare(Figures.QUALITY);
    List<FigureRow> figures = new ArrayList<>();
    for (Staged source : sources) {
      String name = source.origin().name();
      figures.add(rows(name, Measures.ROWS_IN, source.read()));
      figures.add(rows(name, Measures.ROWS_ACCEPTED, source.accepted()));
      figures.add(rows(name, Measures.ROWS_QUARANTINED, source.refused()));
      source
          .selection()
          .reader()
          .newColumns()
          .forEach(
              column ->
                  figures.add(
                      FigureRow.of(NEW_COLUMN).dataset(name).group("column", column).value(1.0)));
      figures.addAll(source.figures());
    }
    refused(readings).map(Books::commonestReasons).orElse(List.of()).stream()
        .map(
            row ->
                rows(row.getString(0), Measures.ROWS_QUARANTINED, row.getLong(2))
                    .group(Measures.REASON, row.getString(1)))
        .forEach(figures::add);
    return figures;
  }

  private static List<Row> commonestReasons(Dataset<Row> refused) {
    return refused
        .groupBy(Quarantine.SOURCE.column(), Quarantine.REASON.column())
        .agg(count(lit(1)).as("n"))
        .orderBy(desc("n"), Quarantine.SOURCE.column(), Quarantine.REASON.column())
        .limit(MOST_REASONS)
        .collectAsList();
  }

  private static Optional<Dataset<Row>> refused(List<SecondReading> readings) {
    return readings.stream().flatMap(reading -> reading.refused().stream()).reduce(Dataset::union);
  }

  private static FigureRow rows(String source, String metric, long n) {
    return FigureRow.of(metric).dataset(source).value((double) n);
  }
}
