package dev.evenhand.ledger;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.config.AgeGate;
import dev.evenhand.config.Consent;
import dev.evenhand.history.Births;
import dev.evenhand.history.ConsentLedger;
import dev.evenhand.history.ConsentRules;
import dev.evenhand.job.JobContext;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.ProtectedAttributes;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The decisions of a pipeline as a run's moment sees them: known by then, and allowed or not. */
public record LedgerView(JobContext context, Consent consent) {

  /** What was recorded by the run's moment; an outcome still open then is not known. */
  public Dataset<Row> knownDecisions() {
    Column asOf = lit(Timestamp.from(context.asOf()));
    Column isClosed = coalesce(Decisions.OUTCOME_UNTIL.column().leq(asOf), lit(true));
    return context
        .lake()
        .readPipeline(Decisions.CONTRACT, context.scope().pipeline())
        .filter(Decisions.RECORDED_AT.column().leq(asOf))
        .filter(Decisions.DECIDED_AT.column().leq(asOf))
        .withColumn(Decisions.LABEL.name(), when(isClosed, Decisions.LABEL.column()));
  }

  /**
   * The decisions with {@link ConsentLedger#IS_ALLOWED} and {@link ConsentLedger#NEEDS_PERSON};
   * without a ledger all are allowed.
   */
  public Dataset<Row> judged(Dataset<Row> decisions) {
    return consent.needsLedger()
        ? judged(decisions, context.asOf())
        : decisions
            .withColumn(ConsentLedger.IS_ALLOWED, lit(true))
            .withColumn(ConsentLedger.NEEDS_PERSON, lit(false));
  }

  /**
   * Those of the decisions whose subjects may not be used any more: later runs recorded something
   * of them, and by the last moment that was recorded they are not allowed.
   *
   * <p>What this run itself recorded does not count, so that a run as of a day long past finds what
   * it found then.
   */
  public Dataset<Row> refusedSince(Dataset<Row> decisions) {
    if (!consent.needsLedger()) {
      return decisions.filter(lit(false));
    }
    Dataset<Row> news =
        ledger().filter(TableContract.RUN_ID.column().gt(lit(context.scope().runId())));
    Timestamp last = news.agg(max(Consents.RECORDED_AT.column())).head().getTimestamp(0);
    if (last == null) {
      return decisions.filter(lit(false));
    }
    Instant now = last.toInstant().isAfter(context.asOf()) ? last.toInstant() : context.asOf();
    Dataset<Row> concerned =
        decisions.join(
            news.select(Consents.SUBJECT_KEY.column()), Consents.SUBJECT_KEY.name(), "left_semi");
    return judged(concerned, now).filter(not(col(ConsentLedger.IS_ALLOWED)));
  }

  private Dataset<Row> judged(Dataset<Row> decisions, Instant moment) {
    Optional<Dataset<Row>> births =
        consent
            .age()
            .map(
                age ->
                    Births.at(
                        context
                            .lake()
                            .readPipeline(ProtectedAttributes.CONTRACT, context.scope().pipeline()),
                        age.born(),
                        moment));
    return ConsentLedger.judged(decisions, ledger(), births, rules(consent), moment);
  }

  private Dataset<Row> ledger() {
    return context.lake().readPipeline(Consents.CONTRACT, context.scope().pipeline());
  }

  /** What a pipeline's consent asks of an entry; it has a ledger. */
  public static ConsentRules rules(Consent consent) {
    return new ConsentRules(
        consent.purpose().orElseThrow(),
        consent.isOptOut(),
        consent.topic(),
        consent.age().map(LedgerView::minimumAge));
  }

  private static ConsentRules.MinimumAge minimumAge(AgeGate gate) {
    return new ConsentRules.MinimumAge(gate.atLeast(), gate.in());
  }
}
