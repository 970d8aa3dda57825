package dev.evenhand.train;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Privacy;
import dev.evenhand.config.Word;
import dev.evenhand.history.ConsentLedger;
import dev.evenhand.job.JobContext;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.lake.table.Weights;
import dev.evenhand.ledger.LedgerView;
import java.sql.Timestamp;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Whether the rows that train are those that may: counted anew, from the ledger as of the run's
 * moment, before anything is fitted.
 *
 * @param allowed rows of the training split whose subjects are allowed
 * @param suppressed those that anonymization left out, by its own count
 * @param leftOut those that sampling left out
 * @param used rows that train
 * @param notAllowed those of them whose subjects are not allowed
 * @param lost allowed decisions that no step of the run saw, or that stand in no split
 * @param subjects persons whose rows train
 */
record TrainingProof(
    long allowed,
    long suppressed,
    long leftOut,
    long used,
    long notAllowed,
    long lost,
    long subjects) {
  private static final String ALLOWED = "allowed";
  private static final String USABLE = "usable";
  private static final String PLACED = "placed";
  private static final String DRAWN = "drawn";
  private static final String SHOWN = "shown";
  private static final String WEIGHED = "weighed";
  private static final String ID = Decisions.DECISION_ID.name();
  private static final String SUBJECT = Decisions.SUBJECT_KEY.name();

  /** Rows used are rows allowed, less what the run left out by rule; and none was lost. */
  boolean holds() {
    return notAllowed == 0 && lost == 0 && allowed == used + suppressed + leftOut;
  }

  /** The counts of a run that may train; one that may not is refused. */
  static TrainingProof require(JobContext context, Pipeline pipeline) {
    TrainingProof proof = of(context, pipeline);
    if (!proof.holds()) {
      throw new DataProblem(
          "train: as of %s %d rows would train that consent does not allow, and %d allowed ones are missing%s. Run the pipeline again from step consent."
              .formatted(context.asOf(), proof.notAllowed(), proof.missing(), proof.surplus()));
    }
    requireNobodyLeft(context, pipeline);
    return proof;
  }

  /** Anonymous classes would shrink without those who refused since, so nothing is left out. */
  private static void requireNobodyLeft(JobContext context, Pipeline pipeline) {
    Dataset<Row> learned =
        context
            .lake()
            .readRun(UsableDecisions.CONTRACT, context.scope())
            .select(col(ID), col(SUBJECT))
            .join(
                context
                    .lake()
                    .readRun(Splits.CONTRACT, context.scope())
                    .filter(Splits.isLearned())
                    .select(col(ID)),
                ID);
    long left =
        new LedgerView(context, pipeline.consent())
            .refusedSince(learned)
            .select(col(SUBJECT))
            .distinct()
            .count();
    if (left > 0) {
      throw new DataProblem(
          "train: %d persons of this run, which is as of %s, may not be used any more, as later runs recorded. Start a new run."
              .formatted(left, context.asOf()));
    }
  }

  private long missing() {
    return lost + Math.max(0, allowed - used - suppressed - leftOut);
  }

  private String surplus() {
    long more = used + suppressed + leftOut - allowed - notAllowed;
    return more > 0 ? "; " + more + " of those that were left out would train" : "";
  }

  private static TrainingProof of(JobContext context, Pipeline pipeline) {
    LedgerView ledger = new LedgerView(context, pipeline.consent());
    Dataset<Row> known =
        ledger
            .judged(ledger.knownDecisions())
            .select(col(ID), col(SUBJECT), flag(ALLOWED, col(ConsentLedger.IS_ALLOWED)));
    Dataset<Row> all =
        known
            .unionByName(rows(context, UsableDecisions.CONTRACT, USABLE, lit(true)), true)
            .unionByName(splits(context), true)
            .unionByName(rows(context, TrainingSet.CONTRACT, SHOWN, lit(true)), true)
            .unionByName(rows(context, Weights.CONTRACT, WEIGHED, lit(true)), true)
            .groupBy(col(ID))
            .agg(
                max(col(SUBJECT)).as(SUBJECT),
                is(ALLOWED),
                is(USABLE),
                is(PLACED),
                is(DRAWN),
                is(SHOWN),
                is(WEIGHED));
    Column isUsed = col(SHOWN).and(col(WEIGHED));
    Row counts =
        all.agg(
                count_if(col(ALLOWED).and(col(DRAWN))),
                count_if(col(SHOWN).and(not(col(WEIGHED)))),
                count_if(isUsed),
                count_if(isUsed.and(not(col(ALLOWED)))),
                count_if(col(ALLOWED).and(not(col(USABLE).and(col(PLACED))))),
                count_distinct(when(isUsed, col(SUBJECT))))
            .head();
    return new TrainingProof(
        counts.getLong(0),
        suppressed(context, pipeline),
        isSampled(pipeline) ? counts.getLong(1) : 0,
        counts.getLong(2),
        counts.getLong(3),
        counts.getLong(4),
        counts.getLong(5));
  }

  /** What step privacy counted; a row that got lost on the way is none of these. */
  private static long suppressed(JobContext context, Pipeline pipeline) {
    if (pipeline.privacy().flatMap(Privacy::anonymize).isEmpty()) {
      return 0;
    }
    Column isCount =
        Figures.METRIC
            .column()
            .equalTo(Measures.ROWS_SUPPRESSED)
            .and(Figures.ATTRIBUTE.column().isNull());
    return context
        .lake()
        .readRun(Figures.PRIVACY, context.scope())
        .filter(isCount)
        .select(Figures.VALUE.column().cast("long"))
        .collectAsList()
        .stream()
        .mapToLong(row -> row.getLong(0))
        .sum();
  }

  /** Only sampling leaves rows out; weighing gives each a weight. */
  private static boolean isSampled(Pipeline pipeline) {
    return pipeline.rebalance().map(rule -> rule.method().isSampling()).orElse(false);
  }

  private static Dataset<Row> rows(
      JobContext context, TableContract table, String name, Column holds) {
    return context.lake().readRun(table, context.scope()).select(col(ID), flag(name, holds));
  }

  private static Dataset<Row> splits(JobContext context) {
    Column isTraining = Splits.SPLIT.column().equalTo("train");
    return context
        .lake()
        .readRun(Splits.CONTRACT, context.scope())
        .select(col(ID), flag(PLACED, lit(true)), flag(DRAWN, isTraining));
  }

  private static Column flag(String name, Column holds) {
    return holds.as(name);
  }

  private static Column is(String name) {
    return coalesce(max(col(name)), lit(false)).as(name);
  }

  /** The row of one of the models that the run trains. */
  Row row(JobContext context, Pipeline pipeline, String model) {
    boolean hasLedger = pipeline.consent().needsLedger();
    return RowFactory.create(
        model,
        Timestamp.from(context.asOf()),
        pipeline.consent().basis().map(Word::word).orElse("consent"),
        pipeline.consent().purpose().orElse(null),
        hasLedger ? context.lake().version(Consents.CONTRACT) : null,
        context.lake().version(Decisions.CONTRACT),
        context.lake().version(TrainingSet.CONTRACT),
        allowed,
        suppressed,
        leftOut,
        used,
        notAllowed,
        lost,
        subjects,
        holds());
  }
}
