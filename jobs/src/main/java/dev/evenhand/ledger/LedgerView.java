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
import dev.evenhand.lake.Field;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Runs;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
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
   * of them, and as of the latest of these runs they are not allowed.
   *
   * <p>What this run itself recorded does not count, so that a run as of a day long past finds what
   * it found then.
   */
  public Dataset<Row> refusedSince(Dataset<Row> decisions) {
    if (!consent.needsLedger()) {
      return decisions.filter(lit(false));
    }
    Dataset<Row> news = ledger().filter(isLater());
    Timestamp recorded = latest(news, Consents.RECORDED_AT);
    if (recorded == null) {
      return decisions.filter(lit(false));
    }
    Dataset<Row> concerned =
        decisions.join(
            news.select(Consents.SUBJECT_KEY.column()), Consents.SUBJECT_KEY.name(), "left_semi");
    return moments(recorded.toInstant())
        .map(moment -> judged(concerned, moment).filter(not(col(ConsentLedger.IS_ALLOWED))))
        .reduce(Dataset::union)
        .orElseThrow()
        .dropDuplicates(Decisions.DECISION_ID.name());
  }

  /**
   * What the later runs are as of, by the run log. Runs of a past day may have recorded what was
   * said after it, so the last moment of that is asked, too.
   */
  private Stream<Instant> moments(Instant recorded) {
    Dataset<Row> later =
        context.lake().readPipeline(Runs.CONTRACT, context.scope().pipeline()).filter(isLater());
    Instant now =
        Stream.of(
                context.asOf(),
                Optional.ofNullable(latest(later, Runs.AS_OF))
                    .map(Timestamp::toInstant)
                    .orElse(recorded))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return recorded.isAfter(now) ? Stream.of(now, recorded) : Stream.of(now);
  }

  private static Timestamp latest(Dataset<Row> rows, Field moment) {
    return rows.agg(max(moment.column())).head().getTimestamp(0);
  }

  private Column isLater() {
    return TableContract.RUN_ID.column().gt(lit(context.scope().runId()));
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
