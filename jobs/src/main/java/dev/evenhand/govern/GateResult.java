package dev.evenhand.govern;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * How a gate went.
 *
 * @param value null if the figure is missing, withheld or undefined
 * @param reason why it did not pass; null if it did
 */
record GateResult(Promise promise, Double value, boolean passed, String reason) {

  /** In the order of {@code Gates.CONTRACT}, without pipeline and run. */
  Row toRow() {
    return RowFactory.create(
        promise.model(),
        promise.metric(),
        promise.attribute(),
        promise.bound().text(),
        value,
        passed,
        reason,
        promise.setBy());
  }
}
