package dev.evenhand.features;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.unix_micros;

import dev.evenhand.lake.table.Decisions;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How often and when a subject was last decided about before, as it was known then. */
final class ContactHistory {
  /** LONG; absent for a decision without earlier ones. */
  static final String CONTACTS = "_contacts";

  /** Microseconds since 1970. */
  static final String LAST_CONTACT = "_last_contact";

  private ContactHistory() {}

  /** None counts as 0; the days since none are null. */
  static Map<String, Column> features() {
    Column micros = unix_micros(Decisions.DECIDED_AT.column()).minus(col(LAST_CONTACT));
    return new TreeMap<>(
        Map.of(
            "contacts_so_far",
            coalesce(col(CONTACTS), lit(0L)).cast("double"),
            "days_since_contact",
            micros.cast("double").divide((double) WindowLayout.DAY_MICROS)));
  }

  /** A row for each decision with an earlier one: decision_id and the two columns. */
  static Dataset<Row> before(Dataset<Row> decisions, Dataset<Row> contacts) {
    Dataset<Row> moments =
        decisions.select(
            Decisions.DECISION_ID.column(),
            Decisions.SUBJECT_KEY.column(),
            Decisions.DECIDED_AT.column());
    Dataset<Row> earlier =
        contacts.select(
            Decisions.SUBJECT_KEY.column().as("_contacted"),
            Decisions.DECIDED_AT.column().as("_contacted_at"),
            Decisions.RECORDED_AT.column().as("_known_at"));
    Column isKnownBefore =
        Decisions.SUBJECT_KEY
            .column()
            .equalTo(col("_contacted"))
            .and(col("_contacted_at").lt(Decisions.DECIDED_AT.column()))
            .and(col("_known_at").lt(Decisions.DECIDED_AT.column()));
    return moments
        .join(earlier, isKnownBefore)
        .groupBy(Decisions.DECISION_ID.column())
        .agg(count(lit(1)).as(CONTACTS), max(unix_micros(col("_contacted_at"))).as(LAST_CONTACT));
  }
}
