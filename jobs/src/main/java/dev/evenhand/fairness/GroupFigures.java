package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    return of(
        new Subject(null, null, view.control(), null),
        new GroupSlice(List.of(), view.overall(), view.disclosure()));
  }

  /** Each group, and everyone but the privileged one. */
  List<Figure> of(View view) {
    List<Figure> figures = new ArrayList<>();
    for (GroupSlice group : view.groups()) {
      Subject subject = view.subject().of(group.name());
      figures.addAll(of(subject, group));
    }
    view.privilegedGroup()
        .filter(group -> !group.isWithheld() && view.groups().size() > 1)
        .filter(group -> !view.disclosure().isWithheld())
        .ifPresent(group -> figures.addAll(rest(view, group)));
    return figures;
  }

  private List<Figure> rest(View view, GroupSlice privileged) {
    Slice rest = view.rest(privileged);
    Subject subject = view.subject().of(Names.not(privileged.values()));
    if (rest.tally().rows() < request.options().minGroup()) {
      return withheld(subject, Disclosure.tooSmall(request.options().minGroup()));
    }
    Set<Integer> bins = new HashSet<>(view.disclosure().withheldBins());
    bins.addAll(privileged.disclosure().withheldBins());
    GroupSlice group = new GroupSlice(List.of(), rest, new Disclosure(null, bins));
    return of(subject, group).stream().filter(GroupFigures::isNotRanking).toList();
  }

  // The sums of a complement hold no order of its scores.
  private static boolean isNotRanking(Figure figure) {
    return !figure.metric().equals(RankMetric.ROC_AUC.metric())
        && !figure.metric().equals(RankMetric.AVERAGE_PRECISION.metric());
  }

  private List<Figure> of(Subject subject, GroupSlice group) {
    if (group.isWithheld()) {
      return withheld(subject, group.disclosure().reason());
    }
    Slice slice = group.slice();
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
      figures.addAll(reliability(subject, slice.tally(), group.disclosure()));
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

  private List<Figure> reliability(Subject subject, Tally tally, Disclosure disclosure) {
    List<Figure> figures = new ArrayList<>();
    for (int bin = 0; bin < Tally.BINS; bin++) {
      double weight = tally.binWeight(bin);
      if (tally.binRows(bin) > 0 && weight > 0) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(Figure.RELIABILITY + "count", tally.binRows(bin));
        values.put(Figure.RELIABILITY + "weight", weight);
        values.put(Figure.RELIABILITY + "mean_label", tally.binLabel(bin) / weight);
        values.put(Figure.RELIABILITY + "mean_score", tally.binScore(bin) / weight);
        String statistic = "bin=" + bin;
        boolean isWithheld = disclosure.withheldBins().contains(bin);
        values.forEach(
            (metric, value) ->
                figures.add(
                    isWithheld
                        ? Figure.withheld(subject, metric, statistic, tooFew())
                        : Figure.of(subject, metric, statistic, Measured.of(value))));
      }
    }
    return figures;
  }

  private String tooFew() {
    return "the bin has fewer than %d rows, or another could be reckoned from it"
        .formatted(request.options().minGroup());
  }

  private List<Figure> withheld(Subject subject, String reason) {
    return metrics.stream()
        .map(metric -> Figure.withheld(subject, metric.metric(), Figure.VALUE, reason))
        .toList();
  }
}
