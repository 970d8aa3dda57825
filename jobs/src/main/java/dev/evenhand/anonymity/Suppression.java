package dev.evenhand.anonymity;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The tuples that are left out, so that what remains says more.
 *
 * <p>A row that is left out counts as lost whole, so that a loss never gets worse by it. Greedy:
 * first whatever gains most for each of its rows; a class must fulfil the rules without it, too. To
 * leave out a whole class never gains: its rows lose at most all as they are.
 */
final class Suppression {
  /** Looks at one class at most, so that cost follows the tuples. */
  private static final int ROUNDS = 16;

  private final BitSet left = new BitSet();

  private Suppression() {}

  /**
   * @param classes each as its tuples, in canonical order
   * @param mostRows how many rows may be left out
   */
  static Suppression of(Tuples tuples, Rules rules, List<int[]> classes, long mostRows) {
    Suppression found = new Suppression();
    if (mostRows > 0) {
      found.choose(tuples, rules, classes, mostRows);
    }
    return found;
  }

  private void choose(Tuples tuples, Rules rules, List<int[]> classes, long mostRows) {
    ThreadLocal<OutlierFinder> finders =
        ThreadLocal.withInitial(() -> new OutlierFinder(tuples, rules));
    PriorityQueue<Outliers> next =
        IntStream.range(0, classes.size())
            .parallel()
            .mapToObj(number -> finders.get().best(number, classes.get(number), mostRows))
            .filter(Objects::nonNull)
            .collect(
                Collectors.toCollection(
                    () ->
                        new PriorityQueue<>(
                            Comparator.comparingDouble(Outliers::gainOfARow)
                                .reversed()
                                .thenComparing(Outliers::number))));
    int[] rounds = new int[classes.size()];
    long rows = mostRows;
    while (!next.isEmpty() && rows > 0) {
      Outliers one = next.remove();
      if (one.rows() <= rows) {
        rows -= one.rows();
        IntStream.of(one.tuples()).forEach(left::set);
      }
      if (++rounds[one.number()] < ROUNDS) {
        Outliers more = finders.get().best(one.number(), kept(one.members()), rows);
        if (more != null) {
          next.add(more);
        }
      }
    }
  }

  /** The tuples left out, ascending. */
  int[] tuples() {
    return left.stream().toArray();
  }

  /** Those of the members that stay. */
  int[] kept(int[] members) {
    return left.isEmpty()
        ? members
        : IntStream.of(members).filter(tuple -> !left.get(tuple)).toArray();
  }
}
