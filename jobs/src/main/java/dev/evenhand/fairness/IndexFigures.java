package dev.evenhand.fairness;

import static dev.evenhand.fairness.PrivilegedMetric.STATISTIC;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What compares the privileged group with the rest, and the indices over all people or groups. */
final class IndexFigures {
  private static final double[] CONCENTRATIONS = {1.0, 0.5};
  private static final int[] ALPHAS = {0, 1, 2};

  private final View view;
  private final AuditRequest request;
  private final List<Pending> figures = new ArrayList<>();

  IndexFigures(View view, AuditRequest request) {
    this.view = view;
    this.request = request;
  }

  List<Pending> all() {
    entropies("", view.subject(), alpha -> drawn -> amongPeople(drawn, alpha));
    if (view.groups().size() > 1) {
      entropies("between_all_groups_", view.subject(), alpha -> drawn -> betweenAll(drawn, alpha));
      view.privilegedGroup().ifPresent(this::againstPrivileged);
    }
    differentialFairness();
    return figures;
  }

  private static Measured amongPeople(View drawn, int alpha) {
    return Inequality.amongPeople(drawn.overall().tally(), alpha);
  }

  /** Those that are withheld count as one: their own sizes and rates could be solved for. */
  private static Measured betweenAll(View drawn, int alpha) {
    List<Tally> tallies = new ArrayList<>();
    List<Tally> withheld = new ArrayList<>();
    for (GroupSlice group : drawn.groups()) {
      (group.isWithheld() ? withheld : tallies).add(group.slice().tally());
    }
    if (tallies.isEmpty()) {
      return Measured.undefined("fewer than two groups have a value");
    }
    if (!withheld.isEmpty()) {
      tallies.add(Tally.sum(withheld));
    }
    return Inequality.betweenGroups(tallies, alpha);
  }

  private static Sides sides(View drawn) {
    GroupSlice privileged = drawn.privilegedGroup().orElseThrow();
    return new Sides(privileged.slice(), drawn.rest(privileged));
  }

  private static Measured betweenSides(View drawn, int alpha) {
    Sides sides = sides(drawn);
    return Inequality.betweenGroups(
        List.of(sides.privileged().tally(), sides.rest().tally()), alpha);
  }

  private void againstPrivileged(GroupSlice privileged) {
    Sides sides = sides(view);
    Subject subject = view.subject().against(privileged.name());
    long minGroup = request.options().minGroup();
    boolean isSmall = privileged.isWithheld() || sides.rest().tally().rows() < minGroup;
    for (PrivilegedMetric metric : PrivilegedMetric.values()) {
      if (isSmall) {
        String reason =
            privileged.isBeside()
                ? privileged.disclosure().reason()
                : "one side has fewer than " + minGroup + " rows";
        figures.add(Pending.done(Figure.withheld(subject, metric.metric(), STATISTIC, reason)));
      } else if (request.columns().hasScore() || !metric.needsScore()) {
        figures.add(pending(metric, subject, sides));
      }
    }
    if (!isSmall) {
      entropies("between_group_", subject, alpha -> drawn -> betweenSides(drawn, alpha));
    }
  }

  private static Pending pending(PrivilegedMetric metric, Subject subject, Sides sides) {
    Figure figure =
        Figure.of(subject, metric.metric(), STATISTIC, metric.of(sides))
            .with(metric.interval(sides));
    if (metric.needsScore()) {
      return Pending.done(figure); // a replicate has no scores
    }
    return metric.isSize()
        ? Pending.size(figure, drawn -> metric.of(sides(drawn)))
        : Pending.signed(figure, drawn -> metric.of(sides(drawn)));
  }

  /** The index for each alpha, and under their own names Theil's (1) and the variation (2). */
  private void entropies(
      String prefix, Subject subject, Function<Integer, Function<View, Measured>> index) {
    for (int alpha : ALPHAS) {
      size(subject, prefix + "generalized_entropy_index", "alpha=" + alpha, index.apply(alpha));
    }
    size(subject, prefix + "theil_index", Figure.VALUE, index.apply(1));
    size(
        subject,
        prefix + "coefficient_of_variation",
        Figure.VALUE,
        index.apply(2).andThen(Inequality::variation));
  }

  private void differentialFairness() {
    for (double concentration : CONCENTRATIONS) {
      String statistic = "concentration=" + concentration;
      Function<View, Measured> ofLabels =
          drawn -> DifferentialFairness.of(compared(drawn), Rate.POSITIVES, concentration);
      Function<View, Measured> ofDecisions =
          drawn -> DifferentialFairness.of(compared(drawn), Rate.SELECTED, concentration);
      size(view.subject(), "label_differential_fairness", statistic, ofLabels);
      size(view.subject(), "differential_fairness", statistic, ofDecisions);
      // How much more unequal decisions are than the labels that they learned from.
      Function<View, Measured> amplification =
          drawn -> minus(ofDecisions.apply(drawn), ofLabels.apply(drawn));
      Figure figure =
          Figure.of(
              view.subject(),
              "differential_fairness_bias_amplification",
              statistic,
              amplification.apply(view));
      figures.add(Pending.signed(figure, amplification));
    }
  }

  private static Measured minus(Measured a, Measured b) {
    return a.isDefined() && b.isDefined() ? Measured.of(a.value() - b.value()) : b;
  }

  private static List<Tally> compared(View drawn) {
    return drawn.compared().stream().map(group -> group.slice().tally()).toList();
  }

  private void size(
      Subject subject, String metric, String statistic, Function<View, Measured> index) {
    figures.add(Pending.size(Figure.of(subject, metric, statistic, index.apply(view)), index));
  }
}
