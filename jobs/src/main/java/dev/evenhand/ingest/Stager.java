package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.job.JobContext;
import dev.evenhand.lake.StagedWrite;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.pseudonym.Pseudonyms;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Reads a source once: accepted rows to its bronze table's folder, all rows counted on the way. */
record Stager(JobContext context, Pseudonyms pseudonyms) {
  private static final String READ = "read";
  private static final String ACCEPTED = "accepted";

  /** A source with nothing new is not staged; its selection says so. */
  Staged stage(Origin origin, Selection selection) throws InterruptedException {
    SourceSchema schema = selection.reader().schema();
    Judgement judgement = new Judgement(schema, origin.source(), pseudonyms);
    Observation counts = new Observation();
    Column accepted = Working.ACCEPTED.column();
    Marks marks = new Marks();
    context.spark().sparkContext().register(marks);
    Dataset<Row> landing =
        judged(origin, selection, judgement, marks)
            .observe(counts, count(lit(1)).as(READ), count(when(accepted, lit(1))).as(ACCEPTED))
            .filter(accepted)
            .select(landing(judgement));
    StagedWrite write =
        context
            .lake()
            .stage(schema.contract(origin.name()), landing, context.scope(), selection.replaces());
    Map<String, Object> counted = counts.getAsJava();
    long read = (Long) counted.get(READ);
    return new Staged(
        origin,
        selection,
        judgement,
        write,
        new Staged.Counts(read, read - (Long) counted.get(ACCEPTED)),
        broadcast(selection, marks));
  }

  private static Dataset<Row> judged(
      Origin origin, Selection selection, Judgement judgement, Marks marks) {
    Dataset<Row> judged = judgement.of(selection.rows(places(origin)));
    if (!selection.reader().hasPlaces()) {
      return judged;
    }
    List<Column> subjects =
        judgement.schema().identifiers().stream().map(SourceColumn::column).toList();
    Column noted =
        Marking.noted(Working.ACCEPTED.column(), Working.PLACE.column(), subjects, marks);
    return judged.withColumn(Working.ACCEPTED.columnName(), noted);
  }

  /** Nothing where places are not known or too many to keep. */
  private Optional<Broadcast<Roaring64Bitmap>> broadcast(Selection selection, Marks marks) {
    return selection.reader().hasPlaces() && !marks.isOverflown()
        ? Optional.of(
            JavaSparkContext.fromSparkContext(context.spark().sparkContext())
                .broadcast(marks.value()))
        : Optional.empty();
  }

  private Column[] landing(Judgement judgement) {
    List<Column> columns = new ArrayList<>(judgement.landing());
    columns.add(lit(Timestamp.from(context.asOf())).as(Bronze.LOADED_AT.name()));
    return columns.toArray(Column[]::new);
  }

  /** Ordinals of large files cost a pass; only a query that asks for them pays it. */
  private static Places places(Origin origin) {
    boolean isAsked =
        origin.queries().stream()
            .anyMatch(sql -> sql.contains(Bronze.ORDINAL.name()) && sql.contains(origin.name()));
    return isAsked ? Places.KNOWN : Places.IF_CHEAP;
  }
}
