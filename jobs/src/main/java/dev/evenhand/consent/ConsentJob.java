package dev.evenhand.consent;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Pipeline;
import dev.evenhand.history.ConsentLedger;
import dev.evenhand.history.ProtectedGroups;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.OwnedPart;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.ledger.LedgerView;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** silver.decisions to gold.decisions: what this run knows and may use. */
public record ConsentJob(Pipeline pipeline) implements Job {
  private static final String USABLE = "is_usable";

  @Override
  public String name() {
    return "consent";
  }

  @Override
  public List<TableContract> reads() {
    return List.of(Decisions.CONTRACT, Consents.CONTRACT, ProtectedAttributes.CONTRACT);
  }

  @Override
  public List<TableContract> writes() {
    return List.of(UsableDecisions.CONTRACT, Figures.QUALITY);
  }

  @Override
  public RowCounts run(JobContext context) {
    LedgerView ledger = new LedgerView(context, pipeline.consent());
    Dataset<Row> known =
        ledger
            .judged(ledger.knownDecisions())
            .withColumnRenamed(ConsentLedger.IS_ALLOWED, USABLE)
            .cache();
    try {
      Row counts =
          known
              .agg(
                  count(lit(1)).as("known"),
                  count_if(col(USABLE)).as("usable"),
                  count_distinct(when(not(col(USABLE)), Decisions.SUBJECT_KEY.column()))
                      .as("excluded_subjects"))
              .head();
      long rowsIn = counts.<Long>getAs("known");
      long rowsOut = counts.<Long>getAs("usable");
      long excludedSubjects = counts.<Long>getAs("excluded_subjects");
      SideBySide.run(
          List.of(
              () -> writeUsable(context, known),
              () -> figures(context, known, rowsIn - rowsOut, excludedSubjects)));
      if (rowsOut == 0) {
        throw new DataProblem(
            "consent: none of the "
                + rowsIn
                + " decisions known by "
                + context.asOf()
                + " may be used. Check consent in the pipeline file, the ledger, and --as-of.");
      }
      return new RowCounts(rowsIn, rowsOut, (rowsIn - rowsOut) + " excluded by consent");
    } finally {
      known.unpersist();
    }
  }

  private static void writeUsable(JobContext context, Dataset<Row> known) {
    context.lake().replaceRun(UsableDecisions.CONTRACT, known.filter(col(USABLE)), context.scope());
  }

  private void figures(
      JobContext context, Dataset<Row> known, long excluded, long excludedSubjects) {
    List<FigureRow> figures = new ArrayList<>();
    figures.add(
        FigureRow.of(Measures.ROWS_EXCLUDED_BY_CONSENT)
            .dataset(Measures.DECISIONS)
            .value((double) excluded));
    figures.add(
        FigureRow.of("subjects_excluded_by_consent")
            .dataset(Measures.DECISIONS)
            .value((double) excludedSubjects));
    List<String> sensitive = pipeline.evaluate().sensitive();
    Dataset<Row> groups =
        ProtectedGroups.at(
            known,
            context.lake().readPipeline(ProtectedAttributes.CONTRACT, context.scope().pipeline()),
            sensitive);
    Dataset<Row> grouped =
        known
            .select(Decisions.DECISION_ID.column(), col(USABLE))
            .join(groups, Decisions.DECISION_ID.name());
    figures.addAll(Departure.of(grouped, sensitive, USABLE, pipeline.evaluate().minGroup()));
    context
        .lake()
        .replacePart(
            Figures.QUALITY,
            FigureRow.rows(context.spark(), figures, context.asOf()),
            context.scope(),
            new OwnedPart(Figures.DATASET, List.of(Measures.DECISIONS)));
  }
}
