package dev.evenhand.fairness;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * What a subgroup has in common in one column: a value, or a range of numbers.
 *
 * @param value null for a range
 * @param from least number of the range, which belongs to it; null if it is open
 * @param below upper end of the range, which does not belong to it; null if it is open
 */
public record Condition(String column, String value, Double from, Double below)
    implements Serializable {
  static Condition value(String column, String value) {
    return new Condition(column, value, null, null);
  }

  static Condition range(String column, Double from, Double below) {
    return new Condition(column, null, from, below);
  }

  /** For a person: {@code region = north}, {@code age in [30, 45)}. */
  public String text() {
    if (value != null) {
      return column + " = " + value;
    }
    return column + (from != null && below != null ? " in " : " ") + range();
  }

  /** The value, or the range without its column. */
  public String valueOrRange() {
    return value == null ? range() : value;
  }

  private String range() {
    if (from == null) {
      return "< " + plain(below);
    }
    return below == null ? ">= " + plain(from) : "[" + plain(from) + ", " + plain(below) + ")";
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
