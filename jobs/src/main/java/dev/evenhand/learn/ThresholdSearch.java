package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the policies of all groups from their cells, and says what they reach. */
final class ThresholdSearch {
  private static final double ROUNDING = 1e-9;

  /**
   * What is sought.
   *
   * @param maximize as {@link Gain#of} reads it
   * @param least groups with a smaller denominator are decided like unknown ones
   */
  record Settings(
      Constraint constraint, Bound bound, String maximize, boolean isRandomized, double least) {}

  /** The policies, at last that of groups without their own, and what they reach. */
  record Result(List<GroupPolicy> policies, GroupThresholdsSummary summary) {}

  private final Settings settings;
  private final List<GroupCells> groups;
  private final RocCurve pooled;
  private final List<RocCurve> curves = new ArrayList<>();
  private final List<GroupCells> compared = new ArrayList<>();
  private final List<GroupCells> others = new ArrayList<>();
  private final List<String> undefined = new ArrayList<>();

  private ThresholdSearch(ScoreCells cells, Settings settings) {
    this.settings = settings;
    this.groups = cells.groups();
    this.pooled = RocCurve.of(cells.pooled());
  }

  static Result of(ScoreCells cells, Settings settings) {
    return new ThresholdSearch(cells, settings).found(cells.isExact());
  }

  private Result found(boolean isExact) {
    groups.forEach(this::sort);
    Gain gain = Gain.of(settings.maximize, pooled.negatives(), pooled.positives());
    List<GroupPolicy> policies =
        settings.isRandomized
            ? new RandomizedSearch(curves, settings.constraint, settings.bound, gain)
                .policies(pooled)
            : new FixedSearch(curves, settings.constraint, settings.bound, gain).policies(pooled);
    return new Result(policies, summary(policies, isExact));
  }

  private void sort(GroupCells group) {
    RocCurve curve = RocCurve.of(group);
    boolean isLarge = true;
    for (Moment moment : settings.constraint.moments()) {
      double weight = curve.denominator(moment);
      if (weight == 0 || weight < settings.least) {
        undefined.add(moment.title() + " of " + String.join("|", group.group()));
        isLarge &= settings.least == 0;
      }
    }
    if (isLarge) {
      curves.add(curve);
      compared.add(group);
    } else {
      others.add(group);
    }
  }

  /** What given policies, one for each group and one at last for others, reach. */
  static Result of(ScoreCells cells, Settings settings, List<GroupPolicy> policies) {
    ThresholdSearch search = new ThresholdSearch(cells, settings);
    search.groups.forEach(search::sort);
    return new Result(policies, search.summary(policies, cells.isExact()));
  }

  private GroupThresholdsSummary summary(List<GroupPolicy> policies, boolean isExact) {
    List<GroupThresholdsSummary.GroupRates> rates = new ArrayList<>();
    List<double[]> selected = new ArrayList<>();
    double[] sums = new double[2];
    Map<List<String>, GroupPolicy> own = new HashMap<>();
    policies.forEach(policy -> own.put(policy.group(), policy));
    GroupPolicy other = policies.get(policies.size() - 1);
    for (int i = 0; i < compared.size() + others.size(); i++) {
      GroupCells cells = i < compared.size() ? compared.get(i) : others.get(i - compared.size());
      double[] here = cells.selected(own.getOrDefault(cells.group(), other));
      selected.add(here);
      sums[0] += here[0];
      sums[1] += here[1];
      rates.add(GroupThresholdsSummary.GroupRates.of(RocCurve.of(cells), here));
    }
    double[][] ranges = GroupThresholdsSummary.ranges(curves, selected, settings.constraint);
    double weight = pooled.negatives() + pooled.positives();
    return new GroupThresholdsSummary(
        settings.bound.excess(ranges) <= ROUNDING,
        ranges.length == 0 ? null : settings.bound.reading(ranges),
        (sums[1] + pooled.negatives() - sums[0]) / weight,
        (sums[0] + sums[1]) / weight,
        List.copyOf(rates),
        List.copyOf(undefined),
        isExact);
  }
}
