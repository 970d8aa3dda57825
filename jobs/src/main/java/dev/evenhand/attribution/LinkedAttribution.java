package dev.evenhand.attribution;

import org.apache.spark.ml.linalg.Vector;

/** Contributions to margins, rescaled to those of probabilities. */
record LinkedAttribution(Attribution margins, Link link, int players) implements Attribution {
  private static final long serialVersionUID = 1L;

  @Override
  public int features() {
    return margins.features();
  }

  @Override
  public double[] base() {
    return link.base(margins.base());
  }

  @Override
  public double[] of(Vector row) {
    return link.of(margins.of(row), margins.base(), players);
  }
}
