package dev.evenhand.dp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A published figure and how far noise may have moved it. Bounding and clamping may have moved it
 * too, and nothing is said about that, since it would cost.
 *
 * @param group its values of the grouping columns; a value may be null
 * @param measure what is measured, such as sum(amount)
 * @param at which quantile or which bin; null for other measures
 * @param value null where the noise leaves nothing to divide by
 * @param deviation standard deviation of the noise; null where it depends on the data
 * @param low with 95 % confidence not above what noise was added to
 * @param high with 95 % confidence not below
 */
public record PrivateFigure(
    List<String> group,
    String measure,
    String at,
    Double value,
    Double deviation,
    Double low,
    Double high) {
  static final double CONFIDENCE = 0.95;

  public PrivateFigure {
    group = Collections.unmodifiableList(new ArrayList<>(group));
  }

  /** A whole number of units with noise. */
  static PrivateFigure of(List<String> group, String measure, String at, Noisy noisy, double unit) {
    double half = noisy.noise().halfWidth(CONFIDENCE);
    return new PrivateFigure(
        group,
        measure,
        at,
        noisy.value() * unit,
        noisy.noise().deviation() * unit,
        (noisy.value() - half) * unit,
        (noisy.value() + half) * unit);
  }
}
