package dev.evenhand.learn;

import java.util.Arrays;
import java.util.List;

/**
 * A distribution of scores: each score, rising, and the share of the weight below it and half of
 * its own.
 */
record Quantiles(double[] scores, double[] shares) {
  /** The distribution among the rows of some labels, of which there must be some. */
  static Quantiles of(GroupCells cells, List<Integer> labels) {
    double[] scores = new double[cells.size()];
    double[] shares = new double[cells.size()];
    double total = labels.stream().mapToDouble(cells::weight).sum();
    double below = 0;
    int count = 0;
    for (int i = 0; i < cells.size(); i++) {
      double weight =
          (labels.contains(0) ? cells.negatives()[i] : 0)
              + (labels.contains(1) ? cells.positives()[i] : 0);
      if (weight > 0) {
        scores[count] = (cells.lowest()[i] + cells.highest()[i]) / 2;
        shares[count] = (below + weight / 2) / total;
        count++;
        below += weight;
      }
    }
    return new Quantiles(Arrays.copyOf(scores, count), Arrays.copyOf(shares, count));
  }

  /** The same with at most so many scores, their shares evenly apart; the first and last stay. */
  Quantiles thinned(int most) {
    if (scores.length <= most) {
      return this;
    }
    double[] fewer = new double[most];
    double[] shareOf = new double[most];
    double first = shares[0];
    double last = shares[shares.length - 1];
    for (int i = 0; i < most; i++) {
      shareOf[i] = i == most - 1 ? last : first + (last - first) * i / (most - 1);
      fewer[i] = score(shareOf[i]);
    }
    return new Quantiles(fewer, shareOf);
  }

  /** The score at a share, between two on a straight line. */
  double score(double share) {
    return new ScoreMap(false, 0, shares, scores).at(share);
  }

  /** The map of these scores onto those of another distribution with the same shares. */
  ScoreMap onto(Quantiles other) {
    double[] to = Arrays.stream(shares).map(other::score).toArray();
    return new ScoreMap(false, 1, scores, to);
  }

  /** The same map with 0 staying 0 and 1 staying 1. */
  static ScoreMap anchored(ScoreMap map) {
    int n = map.from().length;
    int before = map.from()[0] > 0 ? 1 : 0;
    int after = map.from()[n - 1] < 1 ? 1 : 0;
    double[] from = new double[before + n + after];
    double[] to = new double[from.length];
    System.arraycopy(map.from(), 0, from, before, n);
    System.arraycopy(map.to(), 0, to, before, n);
    if (after == 1) {
      from[from.length - 1] = 1;
      to[from.length - 1] = 1;
    }
    return new ScoreMap(false, map.outside(), from, to);
  }
}
