package dev.evenhand.learn;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.api.java.JavaRDD;

/**
 * How many positives and negatives lie at and above each score, in bins whose edges follow from the
 * score's own bits: 256 bins for each factor of two, so that rare and certain scores are told apart
 * alike, in bounded memory. Scores lie in [0, 1].
 */
final class ScoreCurve implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int COARSE = 44;
  private static final int FINER = 12;

  /** The rows of one bin. */
  static final class Bin implements Serializable {
    private static final long serialVersionUID = 1L;

    private long positives;
    private long negatives;
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;

    private void add(double score, boolean isPositive) {
      positives += isPositive ? 1 : 0;
      negatives += isPositive ? 0 : 1;
      lowest = Math.min(lowest, score);
      highest = Math.max(highest, score);
    }

    private void merge(Bin other) {
      positives += other.positives;
      negatives += other.negatives;
      lowest = Math.min(lowest, other.lowest);
      highest = Math.max(highest, other.highest);
    }
  }

  private final TreeMap<Long, Bin> bins = new TreeMap<>(Comparator.reverseOrder());

  /** The curve of rows {score, label}. */
  static ScoreCurve of(JavaRDD<double[]> scored) {
    return binned(scored, COARSE, 0, 2);
  }

  private static ScoreCurve binned(JavaRDD<double[]> scored, int shift, double from, double to) {
    return scored
        .mapPartitions(rows -> List.of(partition(rows, shift, from, to)).iterator())
        .reduce(ScoreCurve::merge);
  }

  private static ScoreCurve partition(Iterator<double[]> rows, int shift, double from, double to) {
    ScoreCurve curve = new ScoreCurve();
    while (rows.hasNext()) {
      double[] row = rows.next();
      if (row[0] >= from && row[0] <= to) {
        long bin = Double.doubleToLongBits(Math.max(0.0, row[0])) >>> shift;
        curve.bins.computeIfAbsent(bin, key -> new Bin()).add(row[0], row[1] == 1);
      }
    }
    return curve;
  }

  private ScoreCurve merge(ScoreCurve other) {
    other.bins.forEach((key, bin) -> bins.computeIfAbsent(key, k -> new Bin()).merge(bin));
    return this;
  }

  /** Counts of a decision: who is selected rightly and wrongly, who is passed over. */
  record Counts(long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {}

  /** The threshold (an occurring score) with the highest value; the highest such threshold. */
  double best(ToDoubleFunction<Counts> value) {
    long positives = bins.values().stream().mapToLong(bin -> bin.positives).sum();
    long negatives = bins.values().stream().mapToLong(bin -> bin.negatives).sum();
    long above = 0;
    long wrongly = 0;
    double best = Double.NEGATIVE_INFINITY;
    double threshold = 1;
    for (Bin bin : bins.values()) {
      above += bin.positives;
      wrongly += bin.negatives;
      double here =
          value.applyAsDouble(new Counts(above, wrongly, positives - above, negatives - wrongly));
      if (here > best) {
        best = here;
        threshold = bin.lowest;
      }
    }
    return threshold;
  }

  /**
   * The score at and above which the share of rows is nearest to the one wanted, at least one row.
   * Equal scores are never parted; of two shares equally near the smaller is taken.
   */
  static double top(JavaRDD<double[]> scored, double share) {
    ScoreCurve curve = of(scored);
    double rows = 0;
    for (Bin bin : curve.bins.values()) {
      rows += bin.positives + bin.negatives;
    }
    double wanted = Math.max(1, share * rows);
    double above = 0;
    double lastEdge = Double.NaN;
    for (int shift = COARSE; ; shift -= FINER) {
      Bin crossed = null;
      for (Bin bin : curve.bins.values()) {
        double count = bin.positives + bin.negatives;
        crossed = bin;
        if (above + count >= wanted) {
          break;
        }
        above += count;
        lastEdge = bin.lowest;
      }
      if (crossed == null) {
        return 1;
      }
      if (crossed.lowest == crossed.highest || shift <= 0) {
        double withIt = above + crossed.positives + crossed.negatives;
        boolean isNearer = above == 0 || withIt - wanted < wanted - above;
        return isNearer ? crossed.lowest : lastEdge;
      }
      curve = binned(scored, Math.max(0, shift - FINER), crossed.lowest, crossed.highest);
    }
  }
}
