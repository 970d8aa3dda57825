package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Maps the distinct values of groups onto their median distribution.
 *
 * <p>Feldman et al. (2015), "Certifying and removing disparate impact", combinatorial repair, as in
 * BlackBoxAuditing, which AIF360's DisparateImpactRemover calls: the sorted distinct values of each
 * group are cut into as many quantiles as the group with the fewest has values; a quantile's target
 * is the median over groups of the groups' medians in it (the lower one of two). A value moves
 * towards its target by a share of the distinct values of all groups that lie between them, rounded
 * half to even.
 */
final class QuantileRepair {
  private QuantileRepair() {}

  /**
   * The repaired values of each group, one for each value.
   *
   * @param groups each group's distinct values in rising order; at least one each
   * @param setsTarget whether a group counts for the number of quantiles and the medians
   */
  static List<double[]> of(List<double[]> groups, boolean[] setsTarget, double level) {
    TreeSet<Double> distinct = new TreeSet<>();
    int quantiles = Integer.MAX_VALUE;
    for (int g = 0; g < groups.size(); g++) {
      for (double value : groups.get(g)) {
        distinct.add(value);
      }
      quantiles = setsTarget[g] ? Math.min(quantiles, groups.get(g).length) : quantiles;
    }
    double[] all = distinct.stream().mapToDouble(Double::doubleValue).toArray();
    List<double[]> repaired = new ArrayList<>();
    groups.forEach(values -> repaired.add(values.clone()));
    if (quantiles == Integer.MAX_VALUE) {
      return repaired;
    }
    double from = 0;
    for (int q = 0; q < quantiles; q++) {
      double to = from + 1.0 / quantiles;
      List<Double> medians = new ArrayList<>();
      for (int g = 0; g < groups.size(); g++) {
        int start = place(from, groups.get(g));
        int end = place(to, groups.get(g));
        if (setsTarget[g] && end > start) {
          medians.add(groups.get(g)[start + (end - start - 1) / 2]);
        }
      }
      if (!medians.isEmpty()) {
        medians.sort(null);
        int target = Arrays.binarySearch(all, medians.get((medians.size() - 1) / 2));
        for (int g = 0; g < groups.size(); g++) {
          double[] values = groups.get(g);
          for (int i = place(from, values); i < place(to, values); i++) {
            int own = Arrays.binarySearch(all, values[i]);
            repaired.get(g)[i] = all[own + (int) Math.rint((target - own) * level)];
          }
        }
      }
      from = to;
    }
    return repaired;
  }

  private static int place(double share, double[] values) {
    return (int) Math.min(values.length, Math.rint(share * values.length));
  }
}
