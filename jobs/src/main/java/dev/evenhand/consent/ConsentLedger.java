package dev.evenhand.consent;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import dev.evenhand.lake.table.Consents;
import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Reads the ledger as of a moment.
 *
 * <p>Of a subject's entries for a purpose that were recorded and valid by then, the one with the
 * latest valid_from is in force; of several, the one recorded last; of several still, a refusal
 * beats a grant.
 */
public final class ConsentLedger {
  static final String GRANTED = "granted";

  private ConsentLedger() {}

  /** subject_key of everyone whose consent to the purpose is in force; no entry is no consent. */
  public static Dataset<Row> granted(Dataset<Row> ledger, String purpose, Instant asOf) {
    Column moment = lit(Timestamp.from(asOf));
    Column isRefusal = Consents.STATUS.column().notEqual(GRANTED);
    Column order =
        struct(Consents.VALID_FROM.column(), Consents.RECORDED_AT.column(), isRefusal.as("no"));
    return ledger
        .filter(Consents.PURPOSE.column().equalTo(purpose))
        .filter(Consents.VALID_FROM.column().leq(moment))
        .filter(Consents.RECORDED_AT.column().leq(moment))
        .groupBy(Consents.SUBJECT_KEY.column())
        .agg(max_by(Consents.STATUS.column(), order).as(Consents.STATUS.name()))
        .filter(Consents.STATUS.column().equalTo(GRANTED))
        .select(Consents.SUBJECT_KEY.column());
  }
}
