package dev.evenhand.card;

import dev.evenhand.config.GateMetric;
import dev.evenhand.config.Pipeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the candidate does at the threshold that was chosen, and what it would do at others, on the
 * test split.
 *
 * @param chosen one for all groups, found on the validation split
 * @param points the lowest threshold first
 */
record Thresholds(double chosen, List<Point> points) {
  private static final double[] SHARES = {0.01, 0.05, 0.1, 0.2, 0.3, 0.5};

  /**
   * A threshold and what it gives.
   *
   * @param selected share of decisions with such a score or more
   */
  record Point(
      double from,
      double selected,
      @Told(absent = "where there is no positive outcome") Double truePositiveRate,
      @Told(absent = "where there is no negative outcome") Double falsePositiveRate,
      @Told(absent = "where nobody is selected") Double precision,
      @Told(absent = "where the file says no value of decisions") Double value,
      boolean isChosen) {}

  boolean hasValue() {
    return points.stream().anyMatch(point -> point.value() != null);
  }

  static Thresholds of(Pipeline pipeline, Evidence evidence, Comparison models, double chosen) {
    List<ScoreCell> cells = evidence.scores().stream().filter(ScoreCell::isOverall).toList();
    List<Point> points = new ArrayList<>();
    for (int bin : bins(cells, pipeline.evaluate().minGroup())) {
      points.add(at(bin, cells, pipeline));
    }
    points.add(chosen(evidence, models, chosen));
    points.sort(Comparator.comparingDouble(Point::from));
    return new Thresholds(chosen, List.copyOf(points));
  }

  /** Where about such shares of the decisions are selected, and enough of them to tell. */
  private static TreeSet<Integer> bins(List<ScoreCell> cells, int minGroup) {
    long total = cells.stream().mapToLong(ScoreCell::n).sum();
    TreeSet<Integer> bins = new TreeSet<>();
    for (double share : SHARES) {
      long above = 0;
      for (int i = cells.size() - 1; i >= 0; i--) {
        above += cells.get(i).n();
        if (above >= share * total) {
          if (above >= minGroup && total - above >= minGroup) {
            bins.add(cells.get(i).bin());
          }
          break;
        }
      }
    }
    return bins;
  }

  private static Point at(int bin, List<ScoreCell> cells, Pipeline pipeline) {
    long truePositives = 0;
    long falsePositives = 0;
    long positives = 0;
    long all = 0;
    for (ScoreCell cell : cells) {
      all += cell.n();
      positives += cell.positives();
      if (cell.bin() >= bin) {
        truePositives += cell.positives();
        falsePositives += cell.n() - cell.positives();
      }
    }
    double tp = truePositives;
    double fp = falsePositives;
    double tn = all - positives - fp;
    double fn = positives - tp;
    return new Point(
        (double) bin / ScoreCell.BINS,
        (tp + fp) / all,
        share(tp, tp + fn),
        share(fp, fp + tn),
        share(tp, tp + fp),
        pipeline.value().map(value -> value.worth(tp, fp, tn, fn)).orElse(null),
        false);
  }

  /** As the test split measured it. */
  private static Point chosen(Evidence evidence, Comparison models, double threshold) {
    FigureSet measured = evidence.measured().model(models.candidate());
    return new Point(
        threshold,
        Optional.ofNullable(value(measured, GateMetric.SELECTION_RATE.word())).orElse(0.0),
        value(measured, GateMetric.RECALL.word()),
        value(measured, "false_positive_rate"),
        value(measured, GateMetric.PRECISION.word()),
        value(measured, GateMetric.VALUE.word()),
        true);
  }

  private static Double value(FigureSet measured, String metric) {
    return measured.overall(metric).map(Figure::value).orElse(null);
  }

  private static Double share(double part, double whole) {
    return whole == 0 ? null : part / whole;
  }
}
