package dev.evenhand.fairness;

import java.util.function.Function;

/**
 * A figure whose interval comes from the bootstrap.
 *
 * @param recompute its value on a replicate of the view; null if the figure needs no interval
 * @param isSize whether it measures the size of a gap, 0 or more, rather than a gap with its sign
 */
record Pending(Figure figure, Function<View, Measured> recompute, boolean isSize) {
  static Pending done(Figure figure) {
    return new Pending(figure, null, false);
  }

  static Pending size(Figure figure, Function<View, Measured> recompute) {
    return new Pending(figure, recompute, true);
  }

  static Pending signed(Figure figure, Function<View, Measured> recompute) {
    return new Pending(figure, recompute, false);
  }

  boolean needsInterval() {
    return recompute != null && figure.isDefined() && figure.interval() == null;
  }
}
