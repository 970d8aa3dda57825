package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Percent;
import dev.evenhand.lake.StagedWrite;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A source whose accepted rows wait to be committed.
 *
 * @param left columns that nothing uses, and that do not land
 * @param found where its refused rows and new subjects are
 */
record Staged(
    Origin origin,
    Selection selection,
    Judgement judgement,
    StagedWrite write,
    Counts counts,
    List<String> left,
    Notes.Found found) {
  private static final int REASONS = 3;
  private static final int MOST_NAMED = 8;

  /** How many rows were read, how many of them refused, and in how many something was found. */
  record Counts(long read, long refused, List<Findings.Count> findings) {}

  long read() {
    return counts.read();
  }

  long refused() {
    return counts.refused();
  }

  long accepted() {
    return counts.read() - counts.refused();
  }

  List<SourceColumn> identifiers() {
    return selection.reader().schema().identifiers();
  }

  /**
   * The refused rows and those that brought new subjects, read and judged once more; nothing if it
   * is not known where they are.
   */
  Optional<Dataset<Row>> notedRows() {
    Places lines = refused() > 0 ? Places.KNOWN : Places.IF_CHEAP;
    return found.all().map(marks -> judgedAgain(selection.marked(shared(marks), lines)));
  }

  Dataset<Row> refusedRows() {
    Dataset<Row> rows =
        found
            .refused()
            .map(marks -> selection.marked(shared(marks), Places.KNOWN))
            .orElseGet(() -> selection.rows(Places.KNOWN));
    return judgedAgain(rows).filter(not(Working.ACCEPTED.column()));
  }

  private Broadcast<Roaring64Bitmap> shared(Roaring64Bitmap places) {
    return JavaSparkContext.fromSparkContext(origin.reading().sparkContext()).broadcast(places);
  }

  private Dataset<Row> judgedAgain(Dataset<Row> rows) {
    // Observing keeps Spark from testing a filter where rows are parsed, once for each column.
    return judgement.of(rows).observe(new Observation(), count(lit(1)).as("n"));
  }

  /** Why nothing of this source may be written; nothing if it may. */
  Optional<DataProblem> problem() {
    if (write.rows() != accepted()) {
      throw new IllegalStateException(
          "source "
              + origin.name()
              + ": "
              + accepted()
              + " rows accepted, "
              + write.rows()
              + " written");
    }
    String personal = judgement.texts().refusal(counts.findings());
    if (!personal.isEmpty()) {
      return Optional.of(
          origin.problem(
              "personal data in free text that may hold none: "
                  + personal
                  + ". Take it out at the source, or let on_found be quarantine or mask."));
    }
    long refused = refused();
    if (read() == 0) {
      return selection.isWhole()
          ? Optional.of(
              origin.problem("no rows in " + place() + ". Give it rows, or another path."))
          : Optional.empty();
    }
    Percent limit = origin.source().maxQuarantined();
    boolean isTooMuch = refused == read() || refused > limit.fraction() * read();
    return isTooMuch ? Optional.of(tooMany(limit)) : Optional.empty();
  }

  private DataProblem tooMany(Percent limit) {
    String share = String.format(Locale.ROOT, "%,d of %,d rows are refused", refused(), read());
    boolean isAll = refused() == read();
    String rule = isAll ? "" : ", more than max_quarantined " + limit;
    return origin.problem(
        share
            + rule
            + ": "
            + commonestReasons()
            + ". Correct the source, its schema or checks"
            + (isAll ? "." : ", or raise max_quarantined."));
  }

  private String commonestReasons() {
    Column reason = Working.REASON.column();
    List<Row> reasons =
        refusedRows()
            .groupBy(reason)
            .agg(count(lit(1)).as("n"))
            .orderBy(desc("n"), reason)
            .limit(REASONS + 1)
            .collectAsList();
    return reasons.stream()
        .limit(REASONS)
        .map(row -> String.format(Locale.ROOT, "%,d '%s'", row.getLong(1), row.getString(0)))
        .collect(Collectors.joining(", ", "", reasons.size() > REASONS ? ", …" : ""));
  }

  private String place() {
    List<SourceFile> files = selection.files();
    return files.size() == 1 ? files.get(0).name() : files.size() + " files";
  }

  /** What did not land, and what was found in free text, as figures. */
  List<FigureRow> figures() {
    String name = origin.name();
    List<FigureRow> figures = new ArrayList<>();
    for (String column : left) {
      figures.add(
          FigureRow.of(Measures.COLUMN_LEFT).dataset(name).group("column", column).value(1.0));
    }
    for (Findings.Count found : counts.findings()) {
      figures.add(
          FigureRow.of(Measures.PERSONAL_DATA_ROWS)
              .dataset(name)
              .group(found.column(), found.kind())
              .value((double) found.rows()));
    }
    return figures;
  }

  /** The same for the console. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!left.isEmpty()) {
      String some = String.join(", ", left.subList(0, Math.min(left.size(), MOST_NAMED)));
      String more = left.size() > MOST_NAMED ? " and " + (left.size() - MOST_NAMED) + " more" : "";
      notes.add("columns of " + origin.name() + " that nothing uses stay there: " + some + more);
    }
    for (Findings.Count found : counts.findings()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%s in %,d rows of %s.%s",
              found.kind(),
              found.rows(),
              origin.name(),
              found.column()));
    }
    return notes;
  }
}
