package dev.evenhand.card;

import dev.evenhand.lake.table.Gates;
import org.apache.spark.sql.Row;

/** A gate and how it went, as {@code govern.gates} holds it. */
record JudgedGate(
    String model,
    String metric,
    String attribute,
    String bound,
    Double value,
    boolean passed,
    String reason,
    String setBy) {

  static JudgedGate of(Row row) {
    return new JudgedGate(
        row.getAs(Gates.MODEL.name()),
        row.getAs(Gates.METRIC.name()),
        row.getAs(Gates.ATTRIBUTE.name()),
        row.getAs(Gates.BOUND.name()),
        row.getAs(Gates.VALUE.name()),
        row.<Boolean>getAs(Gates.PASSED.name()),
        row.getAs(Gates.REASON.name()),
        row.getAs(Gates.SET_BY.name()));
  }

  /** Who asks for it, in words. */
  String askedBy() {
    return "house".equals(setBy) ? "every pipeline" : "pipeline file";
  }

  /** The file's numbers are compared as they are, so they are not rounded to percents. */
  String text() {
    return value == null ? "no figure" : Text.number(value);
  }
}
