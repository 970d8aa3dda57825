package dev.evenhand.history;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.try_to_date;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.table.ProtectedAttributes;
import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** When subjects were born, as it was known at a moment. */
public final class Births {
  private static final int YEAR_DIGITS = 4;

  private Births() {}

  /**
   * subject_key and {@link ConsentLedger#BORN}, null where it is no date. Of a year alone, its last
   * day: nobody is taken for older than they are.
   *
   * @param history silver.protected of the pipeline
   * @param attribute whose value is a date such as 1990-05-31, or a year
   */
  public static Dataset<Row> at(Dataset<Row> history, String attribute, Instant asOf) {
    Column value = ProtectedAttributes.ATTRIBUTES.column().getItem(attribute);
    Column isYear = value.rlike("^\\d{" + YEAR_DIGITS + "}$");
    Column text = when(isYear, concat(value, lit("-12-31"))).otherwise(value);
    Column born = try_to_date(coalesce(text, lit("")), "yyyy-MM-dd");
    return history
        .filter(ProtectedAttributes.VALID_FROM.column().leq(lit(Timestamp.from(asOf))))
        .groupBy(ProtectedAttributes.SUBJECT_KEY.column())
        .agg(max_by(born, ProtectedAttributes.VALID_FROM.column()).as(ConsentLedger.BORN));
  }
}
