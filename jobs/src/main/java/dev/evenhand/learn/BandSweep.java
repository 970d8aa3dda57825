package dev.evenhand.learn;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Of each group the point with the highest gain, so that a rate of all groups lies in one band: the
 * band moves up over all points in the order of their rate, and each group keeps the best of those
 * inside.
 */
final class BandSweep {
  private static final double SLACK = 1e-12;

  private final int groups;
  private final int[] group;
  private final int[] point;
  private final double[] rate;
  private final double[] gain;

  /** The low end of the best band, and each group's point; the gain is −∞ if there is none. */
  record Best(double low, double gain, int[] points) {}

  BandSweep(List<RocCurve> curves, Moment moment, Gain gains) {
    groups = curves.size();
    int n = curves.stream().mapToInt(RocCurve::size).sum();
    int[] groupOf = new int[n];
    int[] pointOf = new int[n];
    double[] rates = new double[n];
    double[] gainOf = new double[n];
    int at = 0;
    for (int g = 0; g < groups; g++) {
      RocCurve curve = curves.get(g);
      for (int i = 0; i < curve.size(); i++, at++) {
        groupOf[at] = g;
        pointOf[at] = i;
        rates[at] = curve.rate(moment, i);
        gainOf[at] = gains.at(curve.falsePositives()[i], curve.truePositives()[i]);
      }
    }
    int[] order = order(rates);
    group = Arrays.stream(order).map(i -> groupOf[i]).toArray();
    point = Arrays.stream(order).map(i -> pointOf[i]).toArray();
    rate = Arrays.stream(order).mapToDouble(i -> rates[i]).toArray();
    gain = Arrays.stream(order).mapToDouble(i -> gainOf[i]).toArray();
  }

  /** Places by rising value; equal ones keep their order. */
  private static int[] order(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted((a, b) -> Double.compare(values[a], values[b]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Whether a point of a group may be used. */
  interface Allowed {
    boolean at(int group, int point);
  }

  /** The best of the allowed points. */
  Best best(Bound bound, Allowed allowed) {
    Window window = new Window();
    double best = Double.NEGATIVE_INFINITY;
    double low = Double.NaN;
    int added = 0;
    for (int first = 0; first < rate.length; first++) {
      double high = bound.factor() * rate[first] + bound.margin() + SLACK;
      for (; added < rate.length && rate[added] <= high; added++) {
        if (allowed.at(group[added], point[added])) {
          window.add(added);
        }
      }
      if (window.filled == groups && window.sum > best) {
        best = window.sum;
        low = rate[first];
      }
      window.remove(first);
    }
    return Double.isNaN(low)
        ? new Best(0, best, new int[groups])
        : new Best(low, best, points(low, bound, allowed));
  }

  private int[] points(double low, Bound bound, Allowed allowed) {
    double high = bound.factor() * low + bound.margin() + SLACK;
    int[] best = new int[groups];
    Arrays.fill(best, -1);
    for (int i = 0; i < rate.length; i++) {
      boolean isInside = rate[i] >= low && rate[i] <= high && allowed.at(group[i], point[i]);
      if (isInside && (best[group[i]] < 0 || gain[i] > gain[best[group[i]]])) {
        best[group[i]] = i;
      }
    }
    IntUnaryOperator place = i -> point[i];
    return Arrays.stream(best).map(place).toArray();
  }

  /** The points in the band: of each group those that may still become its best, best first. */
  private final class Window {
    private final int[] next = new int[rate.length];
    private final int[] before = new int[rate.length];
    private final int[] head = new int[groups];
    private final int[] tail = new int[groups];
    private int filled;
    private double sum;

    Window() {
      Arrays.fill(head, -1);
      Arrays.fill(tail, -1);
    }

    void add(int i) {
      int g = group[i];
      int old = head[g];
      while (tail[g] >= 0 && gain[tail[g]] < gain[i]) {
        tail[g] = before[tail[g]];
      }
      before[i] = tail[g];
      next[i] = -1;
      if (tail[g] >= 0) {
        next[tail[g]] = i;
      } else {
        head[g] = i;
      }
      tail[g] = i;
      moved(old, head[g]);
    }

    void remove(int i) {
      int g = group[i];
      if (head[g] == i) {
        head[g] = tail[g] == i ? -1 : next[i];
        tail[g] = head[g] < 0 ? -1 : tail[g];
        if (head[g] >= 0) {
          before[head[g]] = -1;
        }
        moved(i, head[g]);
      }
    }

    private void moved(int old, int now) {
      if (old != now) {
        sum += (now < 0 ? 0 : gain[now]) - (old < 0 ? 0 : gain[old]);
        filled += (now < 0 ? 0 : 1) - (old < 0 ? 0 : 1);
      }
    }
  }
}
