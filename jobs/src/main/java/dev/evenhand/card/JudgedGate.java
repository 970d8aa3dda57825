package dev.evenhand.card;

import dev.evenhand.lake.table.Gates;
import org.apache.spark.sql.Row;

/** A gate and how it went, as {@code govern.gates} holds it. */
record JudgedGate(
    String model,
    String metric,
    @Told(absent = "where it is about all rows") String attribute,
    String bound,
    @Told(absent = "where there was no figure") Double value,
    boolean passed,
    @Told(absent = "where it passed") String reason,
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

  /** What is asked of which figure. */
  String title() {
    return Words.of(metric).label()
        + (attribute == null ? "" : " by " + Text.name(attribute))
        + " "
        + (asksOfOthers() ? bound.replaceFirst("[0-9.]+ ", "") : bound);
  }

  /** Whether its bound is another model's figure, which differs from run to run. */
  private boolean asksOfOthers() {
    return "house".equals(setBy) && bound.contains("(");
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
