package dev.evenhand.anonymity;

import java.util.SortedMap;

/**
 * Population uniques, if one less than the size of a population's class is negative binomial. Chen,
 * Keller-McNulty (1998), "Estimation of Identification Disclosure Risk in Microdata".
 *
 * <p>Of classes of size 1 + NB(r, p) whose rows are drawn with chance π, the sizes in the sample
 * have the generating function (1 − π + πz) A^r (1 − cz)^−r with c = (1 − p)π / (p + (1 − p)π) and
 * A = 1 − c. r and c are those for which the mean numbers of classes, of uniques and of pairs are
 * in the sample's proportions, and K p^r of the population's K classes are uniques.
 */
final class SlideBinomial {
  private static final int GRID = 400;
  private static final int HALVINGS = 100;
  private static final double LEAST_SHAPE = 1e-9;
  private static final double MOST_SHAPE = 1e9;

  private final double fraction;
  private final double classes;
  private final double alone;
  private final double pairs;

  private SlideBinomial(SortedMap<Long, Long> sizes, double fraction) {
    this.fraction = fraction;
    classes = sizes.values().stream().mapToDouble(Long::doubleValue).sum();
    alone = sizes.getOrDefault(1L, 0L);
    pairs = sizes.getOrDefault(2L, 0L);
  }

  /** Null where no r and c fit. */
  static Double uniques(SortedMap<Long, Long> sizes, double fraction) {
    SlideBinomial model = new SlideBinomial(sizes, fraction);
    return model.pairs == 0 ? null : model.solve();
  }

  private Double solve() {
    double last = Double.NaN;
    double lastC = 0;
    for (int i = 1; i < GRID; i++) {
      double c = (double) i / GRID;
      double miss = miss(c);
      if (last * miss <= 0) {
        return uniques(root(lastC, c, last));
      }
      last = miss;
      lastC = c;
    }
    return null;
  }

  private double root(double from, double to, double missFrom) {
    double low = from;
    double high = to;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (missFrom * miss(middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** By how much the share of uniques among the sample's classes is missed; NaN without a shape. */
  private double miss(double c) {
    double r = shape(c);
    double none = (1 - fraction) * Math.pow(1 - c, r);
    return oneDrawn(r, c) / (1 - none) - alone / classes;
  }

  private double oneDrawn(double r, double c) {
    return Math.pow(1 - c, r) * (fraction + (1 - fraction) * r * c);
  }

  /** The r with which uniques and pairs are in proportion: pairs / uniques grows with r. */
  private double shape(double c) {
    double low = LEAST_SHAPE;
    double high = MOST_SHAPE;
    if (share(low, c) > pairs / alone || share(high, c) < pairs / alone) {
      return Double.NaN;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = Math.sqrt(low * high);
      if (share(middle, c) < pairs / alone) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.sqrt(low * high);
  }

  private double share(double r, double c) {
    double rc = r * c;
    return (fraction * rc + (1 - fraction) * rc * (r + 1) * c / 2)
        / (fraction + (1 - fraction) * rc);
  }

  private Double uniques(double c) {
    double r = shape(c);
    double p = (1 - c) * fraction / (c + (1 - c) * fraction);
    double all = classes / (1 - (1 - fraction) * Math.pow(1 - c, r));
    double uniques = all * Math.pow(p, r);
    return Double.isFinite(uniques) ? uniques : null;
  }
}
