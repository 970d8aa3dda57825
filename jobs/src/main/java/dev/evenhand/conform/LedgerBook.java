package dev.evenhand.conform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.evenhand.base.DataProblem;
import dev.evenhand.job.JobContext;
import dev.evenhand.lake.OwnedPart;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Quarantine;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Enters what a source says of consent in the ledger.
 *
 * @param source the ledger's name in the pipeline file
 */
record LedgerBook(JobContext context, String source) {
  private static final String TABLE = Consents.CONTRACT.name();

  /**
   * Append-only: an entry that another run recorded is not recorded again, and one that a source
   * has twice stands there once.
   *
   * @return how many entries lack something; they stand in quarantine, too
   */
  long enter(Dataset<Row> canonical) {
    Dataset<Row> judged = LedgerEntries.judged(canonical, context.asOf());
    Row counts = counts(judged);
    requireKnownWords(counts);
    long faulty = counts.getAs(LedgerEntries.FAULT);
    quarantine(judged, faulty);
    Dataset<Row> earlier =
        context
            .lake()
            .readPipeline(Consents.CONTRACT, context.scope().pipeline())
            .filter(TableContract.RUN_ID.column().notEqual(context.scope().runId()));
    LedgerNews news = new LedgerNews(LedgerEntries.usable(judged), earlier);
    boolean isDated = counts.<Long>getAs(Consents.UNDATED.name()) == 0;
    context
        .lake()
        .replaceRun(
            Consents.CONTRACT,
            ConformJob.bySubject(isDated ? news.dated() : news.asOf(context.asOf())),
            context.scope());
    return faulty;
  }

  /** Of all entries: the faulty ones, those without any date, and those that break each rule. */
  private static Row counts(Dataset<Row> judged) {
    List<Column> counts = new ArrayList<>();
    counts.add(count_if(Consents.UNDATED.column().isNotNull()).as(Consents.UNDATED.name()));
    for (String rule : rules()) {
      counts.add(count_if(LedgerEntries.isUsable().and(not(expr(rule)))).as(rule));
    }
    return judged
        .agg(
            count_if(col(LedgerEntries.FAULT).isNotNull()).as(LedgerEntries.FAULT),
            counts.toArray(Column[]::new))
        .head();
  }

  /** Refuses words that the ledger does not know: what they say can't be guessed, nor undone. */
  private static void requireKnownWords(Row counts) {
    for (String rule : rules()) {
      long entries = counts.getAs(rule);
      if (entries > 0) {
        throw new DataProblem(
            "conform.consents: %d entries break the rule %s. Let the query say it in these words."
                .formatted(entries, rule));
      }
    }
  }

  private static List<String> rules() {
    return List.copyOf(Consents.CONTRACT.checks().values());
  }

  private void quarantine(Dataset<Row> judged, long faulty) {
    if (faulty == 0 && isClear()) {
      return;
    }
    Dataset<Row> rows =
        judged
            .filter(col(LedgerEntries.FAULT).isNotNull())
            .select(
                lit(source).as(Quarantine.SOURCE.name()),
                lit(TABLE).as(Quarantine.FILE.name()),
                col(LedgerEntries.FAULT).as(Quarantine.REASON.name()));
    OwnedPart own = new OwnedPart(Quarantine.FILE, List.of(TABLE));
    context.lake().replacePart(Quarantine.CONTRACT, rows, context.scope(), own);
  }

  private boolean isClear() {
    return context
        .lake()
        .readRun(Quarantine.CONTRACT, context.scope())
        .filter(Quarantine.FILE.column().equalTo(TABLE))
        .isEmpty();
  }
}
