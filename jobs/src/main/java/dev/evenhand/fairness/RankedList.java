package dev.evenhand.fairness;

import java.util.List;

/**
 * The figures of one ranking and one division of its rows into groups.
 *
 * <p>Rows of equal score share their places: each has the mean exposure of them, and a top that
 * ends among them holds that part of each.
 */
final class RankedList {
  private final double[] exposure;
  private final double[][] inTop;
  private final double[] sizes;
  private double divergence;

  /**
   * @param groups of the rows, the best first
   * @param scores of the rows, which tell ties
   * @param count of groups
   */
  RankedList(int[] groups, double[] scores, int count, List<Integer> top) {
    exposure = new double[count];
    inTop = new double[top.size()][count];
    sizes = new double[count];
    for (int group : groups) {
      sizes[group]++;
    }
    double[] above = new double[count];
    double discounts = 0;
    int from = 0;
    while (from < groups.length) {
      int to = from + 1;
      while (to < groups.length && scores[to] == scores[from]) {
        to++;
      }
      double[] run = new double[count];
      for (int i = from; i < to; i++) {
        run[groups[i]]++;
      }
      double discount = 0;
      for (int place = from + 1; place <= to; place++) {
        double share = (double) (place - from) / (to - from);
        discount += discount(place);
        divergence += discount(place) * divergence(above, run, share, place);
      }
      discounts += discount;
      for (int group = 0; group < count; group++) {
        exposure[group] += run[group] * discount / (to - from);
        for (int k = 0; k < inTop.length; k++) {
          int selected = Math.max(0, Math.min(to, top.get(k)) - from);
          inTop[k][group] += run[group] * selected / (to - from);
        }
        above[group] += run[group];
      }
      from = to;
    }
    divergence /= discounts;
  }

  private static double discount(int place) {
    return Math.log(2) / Math.log1p(place);
  }

  /** KL divergence of the groups down to a place from those of the whole list, in nats. */
  private double divergence(double[] above, double[] run, double share, int place) {
    double sum = 0;
    double all = 0;
    for (double size : sizes) {
      all += size;
    }
    for (int group = 0; group < sizes.length; group++) {
      double part = (above[group] + share * run[group]) / place;
      sum += part > 0 ? part * Math.log(part * all / sizes[group]) : 0;
    }
    return Math.max(0, sum);
  }

  double rows(int group) {
    return sizes[group];
  }

  /** Mean of 1 / log2(1 + place) over the rows of a group. Singh, Joachims (2018). */
  double exposure(int group) {
    return exposure[group] / sizes[group];
  }

  /** How many rows of a group are in a top. */
  double inTop(int k, int group) {
    return inTop[k][group];
  }

  /**
   * Normalized discounted KL divergence, 0 or more: the mean over places i, with weight 1 / log2(i
   * + 1), of the divergence of the top i from the list. Geyik, Ambler, Kenthapadi (2019).
   */
  double ndkl() {
    return divergence;
  }
}
