package dev.evenhand.learn;

import java.util.SortedMap;
import java.util.function.BiConsumer;

/**
 * A predictor with all its thresholds: from selecting every row, over its own decisions, to
 * selecting none. A forecast has one member, itself.
 */
final class Family {
  private final Blend blend;
  private final int[] bins;
  private final double[][] added;
  private final double resolution;
  private final boolean isForecast;

  /**
   * @param bins the cells' values by bin of the score
   * @param resolution bins by unit of the score; 0 of a forecast, which has one bin
   */
  Family(Blend blend, SortedMap<Integer, double[]> bins, double resolution) {
    this.blend = blend;
    this.bins = bins.keySet().stream().mapToInt(Integer::intValue).toArray();
    this.added = bins.values().toArray(double[][]::new);
    this.resolution = resolution;
    this.isForecast = resolution == 0;
  }

  Blend blend() {
    return blend;
  }

  boolean isForecast() {
    return isForecast;
  }

  int cuts() {
    return isForecast ? 1 : bins.length + 1;
  }

  /** The cut of the model's own decisions: scores of 0 and above. */
  int ownCut() {
    int cut = 0;
    while (!isForecast && cut < bins.length && bins[cut] < 0) {
      cut++;
    }
    return cut;
  }

  /** Rows whose score is at or above it are selected. */
  double threshold(int cut) {
    if (cut == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return cut == bins.length ? Double.POSITIVE_INFINITY : bins[cut] / resolution;
  }

  /** The cells' values at a cut. */
  double[] values(int cut) {
    double[] values = new double[added[0].length];
    for (int bin = added.length - 1; bin >= cut; bin--) {
      for (int cell = 0; cell < values.length; cell++) {
        values[cell] += added[bin][cell];
      }
    }
    return values;
  }

  /** Shows each cut with its cells' values, which are overwritten by the next. */
  void eachCut(BiConsumer<Integer, double[]> shown) {
    double[] values = new double[added[0].length];
    if (!isForecast) {
      shown.accept(bins.length, values);
    }
    for (int bin = added.length - 1; bin >= 0; bin--) {
      for (int cell = 0; cell < values.length; cell++) {
        values[cell] += added[bin][cell];
      }
      shown.accept(bin, values);
    }
  }

  /** The cut of least cost; of several, that which selects least. */
  int best(double[] costs) {
    if (isForecast) {
      return 0;
    }
    int best = bins.length;
    double least = 0;
    double sum = 0;
    for (int bin = bins.length - 1; bin >= 0; bin--) {
      for (int cell = 0; cell < costs.length; cell++) {
        sum += costs[cell] * added[bin][cell];
      }
      if (sum < least - 1e-15) {
        least = sum;
        best = bin;
      }
    }
    return best;
  }
}
