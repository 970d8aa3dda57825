package dev.evenhand.fairness;

import java.util.List;
import java.util.stream.Stream;

/** A figure of one group. Each constant is one metric: its formula, source and unit. */
public sealed interface GroupMetric
    permits Total, Rate, ConfusionMetric, ScoreMetric, RankMetric, RegressionMetric {
  /** Its name in the tables and the JSON. */
  String metric();

  Measured of(Slice slice, Undefined undefined);

  /** Null if the value is undefined or has none in closed form. */
  Interval interval(Slice slice, double confidence);

  /** The standard error of the value; NaN if there is none. */
  double standardError(Slice slice);

  boolean needsScore();

  /** Whether its gap to overall is drawn anew, from what a replicate has: cells and bins. */
  default boolean isDrawn(Slice overall) {
    return false;
  }

  /** The share of the rows that it is about which a part has of a whole, by weight. */
  default double shareOf(Slice part, Slice whole) {
    return share(Rate.ALL, part, whole);
  }

  /** The same of the rows in the cells of a mask. */
  static double share(int mask, Slice part, Slice whole) {
    return part.tally().weightIn(mask) / whole.tally().weightIn(mask);
  }

  /** All metrics that the columns allow, in the order of the tables. */
  static List<GroupMetric> all(Columns columns) {
    if (columns.isRegression()) {
      return Stream.<GroupMetric>concat(
              Stream.of(Total.COUNT, Total.WEIGHT), Stream.of(RegressionMetric.values()))
          .toList();
    }
    return Stream.<GroupMetric[]>of(
            Total.values(),
            Rate.values(),
            ConfusionMetric.values(),
            ScoreMetric.values(),
            RankMetric.values())
        .flatMap(Stream::of)
        .filter(metric -> columns.hasScore() || !metric.needsScore())
        .toList();
  }
}
