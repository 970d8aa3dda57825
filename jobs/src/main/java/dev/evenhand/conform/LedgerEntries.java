package dev.evenhand.conform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.table.Consents;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The entries of a consent ledger, of which those that lack something are read against use.
 *
 * <p>A refusal without valid_from holds from when it was recorded; if nobody knows that either,
 * from the moment of the run that first reads it, so that no grant before is later than it. A
 * refusal without a purpose is of every purpose. An entry without a status is a restriction. A
 * grant without a purpose or valid_from is of no use, nor is an entry without a subject.
 */
final class LedgerEntries {
  /** What an entry lacks, STRING; null where it lacks nothing. */
  static final String FAULT = "fault";

  private static final String RESTRICTED = "restricted";

  private LedgerEntries() {}

  /** silver.consents' columns and {@link #FAULT}. */
  static Dataset<Row> judged(Dataset<Row> canonical, Instant asOf) {
    Column status = given(Consents.STATUS);
    Column purpose = given(Consents.PURPOSE);
    Column validFrom = Consents.VALID_FROM.column();
    Column recordedAt = Consents.RECORDED_AT.column();
    Column isGrant = coalesce(status.equalTo(Consents.GRANTED), lit(false));
    Column latest = coalesce(validFrom, recordedAt, lit(Timestamp.from(asOf)));
    Column isUndated = not(isGrant).and(validFrom.isNull()).and(recordedAt.isNull());
    return canonical
        .withColumn(FAULT, fault(isGrant))
        .withColumns(
            Map.of(
                Consents.STATUS.name(),
                coalesce(status, lit(RESTRICTED)),
                Consents.PURPOSE.name(),
                when(isGrant, purpose).otherwise(coalesce(purpose, lit(Consents.EVERY_PURPOSE))),
                Consents.VALID_FROM.name(),
                when(isGrant, validFrom).otherwise(latest),
                Consents.RECORDED_AT.name(),
                coalesce(recordedAt, latest),
                Consents.UNDATED.name(),
                when(isUndated, lit(1L))));
  }

  /** The judged entries that say something of somebody. */
  static Dataset<Row> usable(Dataset<Row> judged) {
    return judged.filter(isUsable()).drop(FAULT);
  }

  static Column isUsable() {
    return given(Consents.SUBJECT_KEY)
        .isNotNull()
        .and(Consents.PURPOSE.column().isNotNull())
        .and(Consents.VALID_FROM.column().isNotNull());
  }

  private static Column fault(Column isGrant) {
    Column purposeRead = when(isGrant, "of no use").otherwise("read as every one");
    Column dateRead =
        when(isGrant, "of no use")
            .when(Consents.RECORDED_AT.column().isNotNull(), "read as recorded_at")
            .otherwise("read as the moment of the run that first read it");
    Column fault =
        concat_ws(
            "; ",
            missing(Consents.SUBJECT_KEY, given(Consents.SUBJECT_KEY), lit("of no use")),
            missing(Consents.STATUS, given(Consents.STATUS), lit("read as " + RESTRICTED)),
            missing(Consents.PURPOSE, given(Consents.PURPOSE), purposeRead),
            missing(Consents.VALID_FROM, Consents.VALID_FROM.column(), dateRead));
    return when(fault.notEqual(""), fault);
  }

  private static Column missing(Field field, Column value, Column reading) {
    return when(value.isNull(), concat_ws(", ", lit(field.name() + ": missing"), reading));
  }

  /** Null where it is blank. */
  private static Column given(Field field) {
    Column text = col(field.name());
    return when(not(trim(text).equalTo("")), text);
  }
}
