package dev.evenhand.anonymity;

import java.util.List;
import java.util.function.Function;

/**
 * Of classes found by the weights of tuples and those found by their rows, the ones that lose less
 * by the weights: cuts are greedy, and what follows the weights step by step may end with more.
 */
final class LeastLoss {
  private LeastLoss() {}

  /** One search where each tuple weighs its rows. */
  static <T> T of(
      Tuples tuples, Rules rules, Function<Tuples, T> search, Function<T, List<int[]>> classes) {
    T weighed = search.apply(tuples);
    if (!tuples.isWeighted()) {
      return weighed;
    }
    T plain = search.apply(tuples.byRows());
    CutFinder finder = new CutFinder(tuples, rules);
    double byRows = loss(finder, classes.apply(plain));
    return byRows < loss(finder, classes.apply(weighed)) ? plain : weighed;
  }

  private static double loss(CutFinder finder, List<int[]> classes) {
    return classes.stream().mapToDouble(finder::loss).sum();
  }
}
