package dev.evenhand.fairness;

import static dev.evenhand.fairness.PrivilegedMetric.STATISTIC;

import java.util.ArrayList;
import java.util.List;

/** What compares the privileged group with the rest, and the indices over all people or groups. */
final class IndexFigures {
  private static final double[] CONCENTRATIONS = {1.0, 0.5};
  private static final int[] ALPHAS = {0, 1, 2};

  private final View view;
  private final AuditRequest request;
  private final List<Figure> figures = new ArrayList<>();

  IndexFigures(View view, AuditRequest request) {
    this.view = view;
    this.request = request;
  }

  List<Figure> all() {
    List<Tally> groups = view.groups().stream().map(group -> group.slice().tally()).toList();
    entropies("", List.of(), view.subject());
    if (groups.size() > 1) {
      entropies("between_all_groups_", groups, view.subject());
    }
    view.privilegedGroup().filter(group -> groups.size() > 1).ifPresent(this::againstPrivileged);
    differentialFairness();
    return figures;
  }

  private void againstPrivileged(GroupSlice privileged) {
    Sides sides = new Sides(privileged.slice(), view.rest(privileged));
    Subject subject = view.subject().against(privileged.name());
    boolean isSmall =
        privileged.isWithheld() || sides.rest().tally().rows() < request.options().minGroup();
    for (PrivilegedMetric metric : PrivilegedMetric.values()) {
      if (isSmall) {
        String reason = "one side has fewer than " + request.options().minGroup() + " rows";
        figures.add(Figure.withheld(subject, metric.metric(), STATISTIC, reason));
      } else if (request.columns().hasScore() || !metric.needsScore()) {
        figures.add(
            Figure.of(subject, metric.metric(), STATISTIC, metric.of(sides))
                .with(metric.interval(sides)));
      }
    }
    if (!isSmall) {
      entropies(
          "between_group_", List.of(sides.privileged().tally(), sides.rest().tally()), subject);
    }
  }

  /** Among people if no groups are given, else between the groups. */
  private void entropies(String prefix, List<Tally> groups, Subject subject) {
    Measured[] indices = new Measured[ALPHAS.length];
    for (int alpha : ALPHAS) {
      indices[alpha] =
          groups.isEmpty()
              ? Inequality.amongPeople(view.overall().tally(), alpha)
              : Inequality.betweenGroups(groups, alpha);
      String metric = prefix + "generalized_entropy_index";
      figures.add(Figure.of(subject, metric, "alpha=" + alpha, indices[alpha]));
    }
    figures.add(Figure.of(subject, prefix + "theil_index", Figure.VALUE, indices[1]));
    figures.add(
        Figure.of(
            subject,
            prefix + "coefficient_of_variation",
            Figure.VALUE,
            Inequality.variation(indices[2])));
  }

  private void differentialFairness() {
    List<Tally> shown = view.shown().stream().map(group -> group.slice().tally()).toList();
    for (double concentration : CONCENTRATIONS) {
      String statistic = "concentration=" + concentration;
      Measured ofLabels = DifferentialFairness.of(shown, Rate.POSITIVES, concentration);
      Measured ofDecisions = DifferentialFairness.of(shown, Rate.SELECTED, concentration);
      add("label_differential_fairness", statistic, ofLabels);
      add("differential_fairness", statistic, ofDecisions);
      // How much more unequal decisions are than the labels that they learned from.
      add(
          "differential_fairness_bias_amplification",
          statistic,
          ofLabels.isDefined() ? Measured.of(ofDecisions.value() - ofLabels.value()) : ofLabels);
    }
  }

  private void add(String metric, String statistic, Measured measured) {
    figures.add(Figure.of(view.subject(), metric, statistic, measured));
  }
}
