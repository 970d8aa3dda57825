package dev.evenhand.anonymity;

import dev.evenhand.base.DataProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * t-closeness: the sensitive values of a class are distributed as in the whole table, up to an
 * earth mover's distance of t. Li, Li, Venkatasubramanian (2007).
 *
 * @param t the greatest distance, in [0, 1]
 * @param distance how far two values are apart
 * @param hierarchy the tree of the hierarchical distance, and the order of ordered words; null
 *     where there is none
 */
public record Closeness(double t, Distance distance, Hierarchy hierarchy) implements Requirement {

  /** How far two sensitive values are apart. */
  public enum Distance {
    /** 1 when they differ. */
    EQUAL,
    /**
     * By their rank: numbers by value, words in the order of the hierarchy's leaves, or by text.
     * What is missing is a value of its own, before all others.
     */
    ORDERED,
    /** The level of their lowest common ancestor over the height of the tree. */
    HIERARCHICAL
  }

  public Closeness {
    if (!(t >= 0 && t <= 1)) {
      throw new IllegalArgumentException("t must be in [0, 1], was " + t);
    }
    if (distance == Distance.HIERARCHICAL && hierarchy == null) {
      throw new DataProblem(
          "The hierarchical distance needs a hierarchy of the sensitive column. Add its file or "
              + "choose 'equal'.");
    }
  }

  @Override
  public ClassTest over(SensitiveValues all) {
    double[] whole = shares(all.rows());
    Mover mover =
        switch (distance) {
          case EQUAL -> Closeness::total;
          case ORDERED -> ordered(all.values());
          case HIERARCHICAL -> hierarchical(all.values());
        };
    return (counts, rows) -> {
      double[] difference = shares(counts);
      for (int value = 0; value < whole.length; value++) {
        difference[value] -= whole[value];
      }
      return mover.distance(difference) <= t + 1e-12;
    };
  }

  @Override
  public WorstClass recounted(ClassCounts classes) {
    return new ClosenessRecount(this).of(classes);
  }

  @Override
  public String toString() {
    return "t-closeness " + t + ":" + distance.name().toLowerCase(Locale.ROOT);
  }

  private interface Mover {
    double distance(double[] difference);
  }

  private static double[] shares(long[] counts) {
    double all = 0;
    for (long count : counts) {
      all += count;
    }
    double[] shares = new double[counts.length];
    for (int value = 0; value < shares.length; value++) {
      shares[value] = counts[value] / all;
    }
    return shares;
  }

  private static double total(double[] difference) {
    double sum = 0;
    for (double one : difference) {
      sum += Math.abs(one);
    }
    return sum / 2;
  }

  private Mover ordered(List<String> values) {
    Comparator<String> order =
        Comparator.comparing((String value) -> !isMissing(value)).thenComparing(among(values));
    int[] ranked =
        IntStream.range(0, values.size())
            .boxed()
            .sorted(Comparator.comparing(values::get, order))
            .mapToInt(i -> i)
            .toArray();
    return difference -> {
      double moved = 0;
      double sum = 0;
      for (int i = 0; i + 1 < ranked.length; i++) {
        moved += difference[ranked[i]];
        sum += Math.abs(moved);
      }
      return ranked.length < 2 ? 0 : sum / (ranked.length - 1);
    };
  }

  /** The order of values that are not missing. */
  private Comparator<String> among(List<String> values) {
    List<String> present = values.stream().filter(value -> !isMissing(value)).toList();
    Comparator<String> byText = Comparator.comparing(Closeness::bytes, Arrays::compareUnsigned);
    if (present.stream().allMatch(Closeness::isNumber)) {
      return Comparator.comparingDouble(Closeness::number).thenComparing(byText);
    }
    if (hierarchy == null) {
      return byText;
    }
    List<String> leaves = hierarchy.leaves();
    leafOf(present, leaves);
    return Comparator.<String>comparingInt(leaves::indexOf).thenComparing(byText);
  }

  /** Spark orders texts by these. */
  private static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isMissing(String value) {
    return value.isEmpty() || value.equals("NaN");
  }

  private static double number(String value) {
    return isMissing(value) ? Double.NaN : Double.parseDouble(value);
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** The place of each value among the leaves. */
  private static int[] leafOf(List<String> values, List<String> leaves) {
    int[] leaf = values.stream().mapToInt(leaves::indexOf).toArray();
    if (IntStream.of(leaf).anyMatch(at -> at < 0)) {
      throw new DataProblem(
          "The hierarchy of the sensitive column misses "
              + IntStream.of(leaf).filter(at -> at < 0).count()
              + " of the values in the table. Add a line for each.");
    }
    return leaf;
  }

  /**
   * Li et al., 5.3: at each node what flows between its children costs its level over the height.
   */
  private Mover hierarchical(List<String> values) {
    List<String> leaves = hierarchy.leaves();
    int[] leaf = leafOf(values, leaves);
    int height = hierarchy.height();
    List<int[]> levels = new ArrayList<>();
    for (int level = 0; level <= height; level++) {
      int[] nodes = hierarchy.nodes(level);
      levels.add(IntStream.of(leaf).map(at -> nodes[at]).toArray());
    }
    return difference -> {
      double sum = 0;
      for (int level = 1; level <= height; level++) {
        sum += level * flow(difference, levels.get(level - 1), levels.get(level), leaves.size());
      }
      return sum / height;
    };
  }

  private static double flow(double[] difference, int[] children, int[] parents, int most) {
    double[] extra = new double[most];
    int[] parentOf = new int[most];
    for (int value = 0; value < difference.length; value++) {
      extra[children[value]] += difference[value];
      parentOf[children[value]] = parents[value];
    }
    double[] positive = new double[most];
    double[] negative = new double[most];
    for (int child = 0; child < most; child++) {
      positive[parentOf[child]] += Math.max(extra[child], 0);
      negative[parentOf[child]] += Math.max(-extra[child], 0);
    }
    double sum = 0;
    for (int parent = 0; parent < most; parent++) {
      sum += Math.min(positive[parent], negative[parent]);
    }
    return sum;
  }
}
