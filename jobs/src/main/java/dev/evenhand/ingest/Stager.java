package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.lit;

import dev.evenhand.job.JobContext;
import dev.evenhand.lake.StagedWrite;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.pseudonym.SealedColumns;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads a source once: accepted rows to its bronze table's folder, all rows counted on the way. */
record Stager(JobContext context, Naming naming, UsedColumns used) {
  /** A source with nothing new is not staged; its selection says so. */
  Staged stage(Origin origin, Selection selection) {
    SourceSchema schema = selection.reader().schema();
    Judgement judgement = new Judgement(schema, origin.source(), naming, FreeTexts.of(origin));
    boolean hasPlaces = selection.reader().hasPlaces();
    Notes notes = Notes.in(context.spark().sparkContext());
    Dataset<Row> judged = judgement.of(selection.rows(places(origin)));
    Dataset<Row> landing =
        notes
            .taken(judged, hasPlaces ? schema.identifiers() : List.of(), judgement.texts())
            .filter(Working.ACCEPTED.column())
            .select(landing(origin.name(), schema));
    StagedWrite write =
        context
            .lake()
            .stage(
                schema.contract(origin.name(), column -> used.lands(origin.name(), column)),
                landing,
                context.scope(),
                selection.replaces());
    return new Staged(
        origin,
        selection,
        judgement,
        write,
        new Staged.Counts(
            notes.refused().read(), notes.refused().refused(), notes.findings().counts()),
        used.left(origin.name(), schema),
        hasPlaces ? notes.found() : Notes.Found.NOTHING);
  }

  private Column[] landing(String source, SourceSchema schema) {
    List<Column> columns = new ArrayList<>(Judgement.ofRow());
    for (SourceColumn column : schema.columns()) {
      if (used.lands(source, column.name())) {
        columns.add(landing(schema.contract(source).name(), column));
      }
    }
    columns.add(lit(Timestamp.from(context.asOf())).as(Bronze.LOADED_AT.name()));
    return columns.toArray(Column[]::new);
  }

  private Column landing(String table, SourceColumn column) {
    return column.sealedFor().isEmpty()
        ? column.column()
        : SealedColumns.sealed(naming.pseudonyms(), table, column.name(), column.sealedFor())
            .as(column.name());
  }

  /** Ordinals of large files cost a pass; only a query that asks for them pays it. */
  private static Places places(Origin origin) {
    boolean isAsked =
        origin.queries().stream()
            .anyMatch(sql -> sql.contains(Bronze.ORDINAL.name()) && sql.contains(origin.name()));
    return isAsked ? Places.KNOWN : Places.IF_CHEAP;
  }
}
