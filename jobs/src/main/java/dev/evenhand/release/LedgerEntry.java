package dev.evenhand.release;

import static dev.evenhand.lake.table.PrivacyLedger.AT;
import static dev.evenhand.lake.table.PrivacyLedger.CONTRACT;
import static dev.evenhand.lake.table.PrivacyLedger.DELTA;
import static dev.evenhand.lake.table.PrivacyLedger.EPSILON;
import static dev.evenhand.lake.table.PrivacyLedger.KIND;
import static dev.evenhand.lake.table.PrivacyLedger.NUMBER;
import static dev.evenhand.lake.table.PrivacyLedger.RHO;
import static dev.evenhand.lake.table.PrivacyLedger.RHO_DELTA;

import dev.evenhand.dp.PrivacyCost;
import dev.evenhand.lake.Field;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** A row of the ledger under construction; it costs nothing unless it says so. */
final class LedgerEntry {
  private final Map<String, Object> values = new HashMap<>();

  LedgerEntry(String kind, long number, Instant at) {
    values.put(KIND.name(), kind);
    values.put(NUMBER.name(), number);
    values.put(AT.name(), Timestamp.from(at));
    cost(PrivacyCost.NONE);
  }

  LedgerEntry cost(PrivacyCost cost) {
    return with(EPSILON, cost.epsilon())
        .with(DELTA, cost.delta())
        .with(RHO, cost.rho())
        .with(RHO_DELTA, cost.rhoDelta());
  }

  LedgerEntry with(Field field, Object value) {
    values.put(field.name(), value);
    return this;
  }

  Row row() {
    return RowFactory.create(
        CONTRACT.fields().stream().map(field -> values.get(field.name())).toArray());
  }
}
