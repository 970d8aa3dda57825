package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.List;

/** The figures of all rows and of each group: every metric's value with its interval. */
final class GroupFigures {
  private final AuditRequest request;
  private final List<GroupMetric> metrics;

  GroupFigures(AuditRequest request) {
    this.request = request;
    this.metrics = GroupMetric.all(request.columns());
  }

  /** All rows of the view. */
  List<Figure> overall(View view) {
    return of(new Subject(null, null, view.control(), null), view.overall());
  }

  /** Each group, and everyone but the privileged one. */
  List<Figure> of(View view) {
    List<Figure> figures = new ArrayList<>();
    for (GroupSlice group : view.groups()) {
      Subject subject = view.subject().of(group.name());
      figures.addAll(group.isWithheld() ? withheld(subject) : of(subject, group.slice()));
    }
    view.privilegedGroup()
        .filter(group -> !group.isWithheld() && view.groups().size() > 1)
        .ifPresent(group -> figures.addAll(rest(view, group)));
    return figures;
  }

  private List<Figure> rest(View view, GroupSlice privileged) {
    Slice rest = view.rest(privileged);
    Subject subject = view.subject().of(Names.not(privileged.values()));
    if (rest.tally().rows() < request.options().minGroup()) {
      return withheld(subject);
    }
    return of(subject, rest).stream().filter(GroupFigures::isNotRanking).toList();
  }

  // The sums of a complement hold no order of its scores.
  private static boolean isNotRanking(Figure figure) {
    return !figure.metric().equals(RankMetric.ROC_AUC.metric())
        && !figure.metric().equals(RankMetric.AVERAGE_PRECISION.metric());
  }

  private List<Figure> of(Subject subject, Slice slice) {
    List<Figure> figures = new ArrayList<>();
    for (GroupMetric metric : metrics) {
      Measured measured = metric.of(slice, request.options().undefined());
      Interval interval = interval(metric, subject, slice);
      figures.add(
          Figure.of(subject, metric.metric(), Figure.VALUE, measured)
              .with(interval)
              .with(slice.tally()));
    }
    if (request.columns().hasScore()) {
      figures.addAll(reliability(subject, slice.tally()));
    }
    return figures;
  }

  private Interval interval(GroupMetric metric, Subject subject, Slice slice) {
    return metric instanceof ScoreMetric ofScores
            && ofScores.isCalibration()
            && slice.blocks() == null
            && slice.tally().weight() > 0
        ? CalibrationInterval.of(ofScores, subject, slice.tally(), request.options())
        : metric.interval(slice, AuditOptions.CONFIDENCE);
  }

  private static List<Figure> reliability(Subject subject, Tally tally) {
    List<Figure> figures = new ArrayList<>();
    for (int bin = 0; bin < Tally.BINS; bin++) {
      double weight = tally.binWeight(bin);
      if (tally.binRows(bin) > 0 && weight > 0) {
        String statistic = "bin=" + bin;
        figures.add(bin(subject, "reliability_count", statistic, tally.binRows(bin)));
        figures.add(bin(subject, "reliability_weight", statistic, weight));
        figures.add(
            bin(subject, "reliability_mean_label", statistic, tally.binLabel(bin) / weight));
        figures.add(
            bin(subject, "reliability_mean_score", statistic, tally.binScore(bin) / weight));
      }
    }
    return figures;
  }

  private static Figure bin(Subject subject, String metric, String statistic, double value) {
    return Figure.of(subject, metric, statistic, Measured.of(value));
  }

  private List<Figure> withheld(Subject subject) {
    String reason = "the group has fewer than " + request.options().minGroup() + " rows";
    return metrics.stream()
        .map(metric -> Figure.withheld(subject, metric.metric(), Figure.VALUE, reason))
        .toList();
  }
}
