package dev.evenhand.ledger;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.config.AgeGate;
import dev.evenhand.config.Consent;
import dev.evenhand.history.Births;
import dev.evenhand.history.ConsentLedger;
import dev.evenhand.history.ConsentRules;
import dev.evenhand.job.JobContext;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.ProtectedAttributes;
import java.sql.Timestamp;
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
    if (!consent.needsLedger()) {
      return decisions
          .withColumn(ConsentLedger.IS_ALLOWED, lit(true))
          .withColumn(ConsentLedger.NEEDS_PERSON, lit(false));
    }
    String pipeline = context.scope().pipeline();
    Optional<Dataset<Row>> births =
        consent
            .age()
            .map(
                age ->
                    Births.at(
                        context.lake().readPipeline(ProtectedAttributes.CONTRACT, pipeline),
                        age.born(),
                        context.asOf()));
    Dataset<Row> ledger = context.lake().readPipeline(Consents.CONTRACT, pipeline);
    return ConsentLedger.judged(decisions, ledger, births, rules(consent), context.asOf());
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
