package dev.evenhand.fairness;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * q-values: the least false discovery rate at which a gap would be called found, q(i) = min over j
 * >= i of p(j) m / j for sorted p. Benjamini, Hochberg (1995).
 */
final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  static double[] qValues(double[] p) {
    List<Integer> order =
        IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i])).toList();
    double[] q = new double[p.length];
    double least = 1;
    for (int rank = p.length; rank >= 1; rank--) {
      int at = order.get(rank - 1);
      least = Math.min(least, p[at] * p.length / rank);
      q[at] = least;
    }
    return q;
  }
}
