package dev.evenhand.learn;

import dev.evenhand.learn.MixedMetric.Sample;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Rows among which neighbours are sought, and the rows made from them. */
final class Neighbourhood {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final List<Sample> rows;
  private final MixedMetric metric;
  private final int k;

  /**
   * @param rows in an order that doesn't depend on partitions, which decides between equally near
   *     ones
   */
  Neighbourhood(List<Sample> rows, MixedMetric metric, int k) {
    this.rows = rows;
    this.metric = metric;
    this.k = Math.min(k, rows.size() - 1);
  }

  /** The places of a row's nearest neighbours, the nearest first. */
  int[] nearest(int of) {
    int[] nearest = new int[k];
    double[] distances = new double[k];
    int found = 0;
    for (int other = 0; other < rows.size(); other++) {
      if (other == of || k == 0) {
        continue;
      }
      double distance = metric.squared(rows.get(of), rows.get(other));
      if (found < k || distance < distances[k - 1]) {
        int at = found < k ? found++ : k - 1;
        while (at > 0 && distances[at - 1] > distance) {
          distances[at] = distances[at - 1];
          nearest[at] = nearest[at - 1];
          at--;
        }
        distances[at] = distance;
        nearest[at] = other;
      }
    }
    return nearest;
  }

  /**
   * The numbers of the n-th row made from one: at a point between it and one of its neighbours.
   * Without any, those of the row itself.
   */
  double[] numbers(int of, int[] nearest, int n) {
    double[] numbers = rows.get(of).numbers().clone();
    if (nearest.length > 0) {
      SplittableRandom random = new SplittableRandom(rows.get(of).hash() + n * GOLDEN);
      double[] other = rows.get(nearest[random.nextInt(nearest.length)]).numbers();
      double gap = random.nextDouble();
      for (int j = 0; j < numbers.length; j++) {
        numbers[j] += gap * (other[j] - numbers[j]);
      }
    }
    return numbers;
  }

  /** The values that most neighbours have; of equally common ones the row's own, or the first. */
  String[] categories(int of, int[] nearest) {
    String[] own = rows.get(of).categories();
    String[] values = own.clone();
    for (int c = 0; c < values.length && nearest.length > 0; c++) {
      TreeMap<String, Integer> counts = new TreeMap<>();
      int missing = 0;
      for (int place : nearest) {
        String value = rows.get(place).categories()[c];
        if (value == null) {
          missing++;
        } else {
          counts.merge(value, 1, Integer::sum);
        }
      }
      int most = missing;
      values[c] = null;
      for (var entry : counts.entrySet()) {
        boolean isOwn = Objects.equals(entry.getKey(), own[c]);
        int count = entry.getValue();
        if (count > most || count == most && (isOwn || values[c] == null && own[c] != null)) {
          most = count;
          values[c] = entry.getKey();
        }
      }
    }
    return values;
  }
}
