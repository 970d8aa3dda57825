package dev.evenhand.learn;

import dev.evenhand.learn.MixedMetric.Sample;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stratum divided into regions of few rows each, in which neighbours are sought.
 *
 * <p>A tree of splits, learned from a sample: each at the median of the number that varies most, or
 * between the commonest value of a category and the others, as the metric weighs them. A region
 * that still has too many rows, many of them equal perhaps, is divided by hash.
 */
final class Regions implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LEAST_SAMPLE = 32;
  private static final int LEAF = Integer.MIN_VALUE;

  /**
   * A split or a leaf.
   *
   * @param column a number's place, -1 - place of a category, or LEAF
   * @param threshold numbers up to it go left
   * @param value of the category that goes left
   * @param left its node; of a leaf the number of parts
   * @param right its node
   */
  record Node(int column, double threshold, String value, int left, int right)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** A region, and the part of it that a row's hash falls into. */
  record Place(int stratum, int region, int part) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private final ArrayList<Node> nodes;

  Regions(List<Node> nodes) {
    this.nodes = new ArrayList<>(nodes);
  }

  List<Node> nodes() {
    return nodes;
  }

  /** One region for all. */
  static Regions whole() {
    return new Regions(List.of(new Node(LEAF, 0, null, 1, 0)));
  }

  /**
   * @param sample in an order that doesn't depend on partitions
   * @param rows how many rows the sample stands for
   */
  static Regions of(List<Sample> sample, MixedMetric metric, long rows, int mostRows) {
    if (rows <= mostRows || sample.isEmpty()) {
      return whole();
    }
    Regions regions = new Regions(List.of());
    regions.grow(sample, metric, (double) rows / sample.size(), mostRows);
    return regions;
  }

  private int grow(List<Sample> sample, MixedMetric metric, double each, int mostRows) {
    int place = nodes.size();
    double rows = sample.size() * each;
    Node split = rows <= mostRows || sample.size() < LEAST_SAMPLE ? null : split(sample, metric);
    nodes.add(new Node(LEAF, 0, null, (int) Math.max(1, Math.ceil(rows / mostRows)), 0));
    if (split != null) {
      List<Sample> left = new ArrayList<>();
      List<Sample> right = new ArrayList<>();
      sample.forEach(row -> (goesLeft(split, row) ? left : right).add(row));
      int leftPlace = grow(left, metric, each, mostRows);
      int rightPlace = grow(right, metric, each, mostRows);
      nodes.set(
          place, new Node(split.column(), split.threshold(), split.value(), leftPlace, rightPlace));
    }
    return place;
  }

  private static boolean goesLeft(Node node, Sample row) {
    return node.column() >= 0
        ? row.numbers()[node.column()] <= node.threshold()
        : node.value().equals(row.categories()[-1 - node.column()]);
  }

  /**
   * The split of the column with the largest variance in the metric; null if all rows are equal.
   */
  private static Node split(List<Sample> sample, MixedMetric metric) {
    Node best = null;
    double most = 0;
    for (int j = 0; j < metric.divisors().length; j++) {
      int column = j;
      double[] values = sample.stream().mapToDouble(row -> row.numbers()[column]).toArray();
      Arrays.sort(values);
      double variance = variance(values, metric.divisors()[j]);
      if (variance > most) {
        most = variance;
        best = new Node(j, middle(values), null, 0, 0);
      }
    }
    for (int c = 0; c < sample.get(0).categories().length; c++) {
      Map<String, Integer> counts = new TreeMap<>();
      for (Sample row : sample) {
        if (row.categories()[c] != null) {
          counts.merge(row.categories()[c], 1, Integer::sum);
        }
      }
      for (Map.Entry<String, Integer> entry : counts.entrySet()) {
        double share = (double) entry.getValue() / sample.size();
        double variance = metric.differing() * share * (1 - share);
        if (variance > most) {
          most = variance;
          best = new Node(-1 - c, 0, entry.getKey(), 0, 0);
        }
      }
    }
    return best;
  }

  private static double variance(double[] sorted, double divisor) {
    if (sorted[0] == sorted[sorted.length - 1]) {
      return 0;
    }
    double mean = Arrays.stream(sorted).sum() / sorted.length;
    return Arrays.stream(sorted).map(x -> (x - mean) / divisor).map(x -> x * x).sum()
        / sorted.length;
  }

  /** The median, or the next smaller value where that is the largest. */
  private static double middle(double[] sorted) {
    int at = (sorted.length - 1) / 2;
    while (sorted[at] == sorted[sorted.length - 1]) {
      at--;
    }
    return sorted[at];
  }

  Place placeOf(int stratum, Sample row) {
    int at = 0;
    while (nodes.get(at).column() != LEAF) {
      Node node = nodes.get(at);
      at = goesLeft(node, row) ? node.left() : node.right();
    }
    // The low bits: high ones decide which rows are taken.
    return new Place(stratum, at, (int) Math.floorMod(row.hash(), (long) nodes.get(at).left()));
  }
}
