package dev.evenhand.anonymity;

import java.util.Map;
import java.util.SortedMap;
import org.apache.commons.math3.special.Gamma;

/**
 * Population uniques, if the population's classes had the sizes of the sample's: f1 · P / π, with P
 * the chance that a sample unique is one of the population, f1 h(1) / Σ f_i h(i), and h(i) the
 * hypergeometric chance that one row of a class of i is drawn. Zayatz (1991), "Estimation of the
 * Number of Unique Population Elements Using a Sample".
 */
final class Zayatz {
  private Zayatz() {}

  static double uniques(SortedMap<Long, Long> sizes, long rows, long population) {
    double alone = sizes.get(1L);
    double all = 0;
    for (Map.Entry<Long, Long> size : sizes.entrySet()) {
      all += size.getValue() * oneDrawn(size.getKey(), rows, population);
    }
    double chance = alone * oneDrawn(1, rows, population) / all;
    return alone * chance * population / rows;
  }

  /** The chance that of a class of the population exactly one row is among the drawn ones. */
  private static double oneDrawn(long size, long drawn, long population) {
    long others = population - size;
    if (others < drawn - 1) {
      return 0;
    }
    return Math.exp(Math.log(size) + choices(others, drawn - 1) - choices(population, drawn));
  }

  private static double choices(double of, double taken) {
    return Gamma.logGamma(of + 1) - Gamma.logGamma(taken + 1) - Gamma.logGamma(of - taken + 1);
  }
}
