package dev.evenhand.generate;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.generate.BadLines.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/** Sales lines as text, the bad ones broken as their reason says. */
final class BrokenText {
  /** The line is cut off after these cells. */
  private static final int CELLS_LEFT = 6;

  private static final Map<String, Fault> FAULTS =
      Map.of(
          "sold_at", new Fault(Reason.BAD_DATE, lit("2024-02-30 10:15:00")),
          "customer_id", new Fault(Reason.MISSING_CUSTOMER, lit("")),
          "shop", new Fault(Reason.INVALID_UTF8, latin1("München")),
          "quantity", new Fault(Reason.OUT_OF_RANGE, lit("3000000000")));

  private BrokenText() {}

  /** The text of a line whose reason column is null or the ordinal of a reason. */
  static Column line(List<Cell> cells, Column reason) {
    List<Cell> broken = cells.stream().map(cell -> broken(cell, reason)).toList();
    return when(BadLines.is(reason, Reason.RAGGED), Cell.line(cells.subList(0, CELLS_LEFT)))
        .otherwise(Cell.line(broken));
  }

  private static Cell broken(Cell cell, Column reason) {
    Fault fault = FAULTS.get(cell.name());
    if (fault == null) {
      return cell;
    }
    Column text = cell.value().cast("string");
    Column value = when(BadLines.is(reason, fault.reason), fault.text).otherwise(text);
    boolean isQuantity = fault.reason == Reason.OUT_OF_RANGE;
    return new Cell(cell.name(), isQuantity ? negativeWhenChecked(value, cell, reason) : value);
  }

  private static Column negativeWhenChecked(Column otherwise, Cell quantity, Column reason) {
    Column negative = lit(0).minus(quantity.value()).cast("string");
    return when(BadLines.is(reason, Reason.FAILED_CHECK), negative).otherwise(otherwise);
  }

  private static Column latin1(String text) {
    return lit(text.getBytes(StandardCharsets.ISO_8859_1)).cast("string");
  }

  private record Fault(Reason reason, Column text) {}
}
