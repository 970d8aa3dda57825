package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The gaps of each metric: over all groups, and of each group to the privileged one or the rest.
 */
final class GapFigures {
  static final String DIFFERENCE_TO_PRIVILEGED = "difference_to_privileged";
  static final String RATIO_TO_PRIVILEGED = "ratio_to_privileged";
  static final String DIFFERENCE_TO_REST = "difference_to_rest";
  static final String Z_TO_PRIVILEGED = "z_to_privileged";
  static final String Z_TO_REST = "z_to_rest";
  static final String REST = "rest";
  static final String OVERALL = "overall";

  private static final String TOO_FEW = "fewer than two groups have a value";

  private final View view;
  private final AuditRequest request;
  private final List<GroupMetric> metrics;
  private final Map<GroupMetric, double[]> lastValues = new HashMap<>();
  private View lastDrawn;

  GapFigures(View view, AuditRequest request) {
    this.view = view;
    this.request = request;
    this.metrics =
        GroupMetric.all(request.columns()).stream()
            .filter(metric -> !(metric instanceof Total) || metric == Total.COUNT)
            .toList();
  }

  List<Pending> all() {
    List<Pending> figures = new ArrayList<>();
    for (GroupMetric metric : metrics) {
      figures.addAll(spreads(metric));
    }
    for (GroupSlice group : view.shown()) {
      ofGroup(group)
          .forEach(figure -> figures.add(CalibrationInterval.pending(view, group, figure)));
    }
    if (!request.columns().isRegression()) {
      independence().forEach(figure -> figures.add(Pending.done(figure)));
    }
    return figures;
  }

  private List<Pending> spreads(GroupMetric metric) {
    List<GroupSlice> defined = defined(metric);
    double[] values = values(metric, view);
    Measured overall = metric.of(view.overall(), request.options().undefined());
    List<Pending> figures = new ArrayList<>();
    for (Spread spread : Spread.values()) {
      Measured measured =
          values.length == 0 || values.length == 1 && spread.isGap()
              ? Measured.undefined(TOO_FEW)
              : spread.of(values, overall);
      figures.add(pending(metric, spread, spread(metric, spread, measured, defined)));
    }
    return figures;
  }

  /** A gap to overall is of figures that share rows: what is counted is drawn anew for it. */
  private Pending pending(GroupMetric metric, Spread spread, Figure figure) {
    boolean isOfBins = metric instanceof ScoreMetric && spread.isGap();
    if (!metric.isDrawn(view.overall()) || !spread.isToOverall() && !isOfBins) {
      return Pending.done(figure);
    }
    Function<View, Measured> recompute =
        drawn -> spread.of(values(metric, drawn), value(metric, drawn.overall()));
    return spread.isRatio() ? Pending.signed(figure, recompute) : Pending.size(figure, recompute);
  }

  /** Of a replicate they serve several figures, and are computed once. */
  private double[] values(GroupMetric metric, View drawn) {
    if (drawn != lastDrawn) {
      lastDrawn = drawn;
      lastValues.clear();
    }
    return lastValues.computeIfAbsent(metric, each -> computed(each, drawn));
  }

  private double[] computed(GroupMetric metric, View drawn) {
    List<GroupSlice> compared = drawn.compared(metric);
    double[] values = new double[compared.size()];
    int defined = 0;
    for (GroupSlice group : compared) {
      Measured measured = value(metric, group.slice());
      if (measured.isDefined()) {
        values[defined++] = measured.value();
      }
    }
    return Arrays.copyOf(values, defined);
  }

  private Figure spread(
      GroupMetric metric, Spread spread, Measured measured, List<GroupSlice> groups) {
    Subject subject =
        spread.isToOverall() ? view.subject().against(OVERALL) : extreme(spread, metric, groups);
    Figure figure = Figure.of(subject, metric.metric(), spread.statistic(), measured);
    List<Slice> slices = groups.stream().map(GroupSlice::slice).toList();
    return switch (spread) {
      case DIFFERENCE_BETWEEN_GROUPS ->
          figure
              .with(MaxGap.difference(List.of(metric), slices))
              .withP(GapTest.amongAll(metric, slices));
      case RATIO_BETWEEN_GROUPS -> figure.with(MaxGap.ratio(List.of(metric), slices));
      case DIFFERENCE_TO_OVERALL -> figure.with(MaxGap.toOverall(metric, view.overall(), slices));
      case RATIO_TO_OVERALL -> figure.with(MaxGap.ratioToOverall(metric, view.overall(), slices));
      default -> figure;
    };
  }

  /** The group with the least or the largest value stands in the figure, if it is one. */
  private Subject extreme(Spread spread, GroupMetric metric, List<GroupSlice> groups) {
    if (groups.isEmpty() || spread.isGap()) {
      return view.subject();
    }
    GroupSlice at = groups.get(0);
    for (GroupSlice group : groups) {
      double ahead = value(metric, group) - value(metric, at);
      at = (spread == Spread.GROUP_MIN ? -ahead : ahead) > 0 ? group : at;
    }
    return at.values().isEmpty() ? view.subject() : view.subject().of(at.name());
  }

  private List<Figure> ofGroup(GroupSlice group) {
    List<Figure> figures = new ArrayList<>();
    GroupSlice privileged = view.privilegedGroup().orElse(null);
    boolean isReference = group == privileged;
    Slice rest = view.rest(group);
    for (GroupMetric metric : metrics) {
      if (metric instanceof Total || !value(metric, group.slice()).isDefined()) {
        continue;
      }
      if (privileged != null && !isReference && !privileged.isWithheld()) {
        Subject subject = view.subject().of(group.name()).against(privileged.name());
        figures.add(difference(subject, metric, group.slice(), privileged.slice()));
        figures.add(ratio(subject, metric, group.slice(), privileged.slice()));
        figures.addAll(z(subject, metric, group.slice(), privileged.slice()));
      }
      boolean isSum = metric instanceof Rate || metric instanceof RegressionMetric;
      if (!isReference && isSum && view.groups().size() > 1) {
        Subject subject = view.subject().of(group.name()).against(REST);
        figures.add(difference(subject, metric, group.slice(), rest));
        figures.addAll(z(subject, metric, group.slice(), rest));
      }
    }
    return figures;
  }

  private Figure difference(Subject subject, GroupMetric metric, Slice group, Slice other) {
    Measured a = value(metric, group);
    Measured b = value(metric, other);
    Mover.Estimate left = Mover.Estimate.of(metric, group, AuditOptions.CONFIDENCE);
    Mover.Estimate right = Mover.Estimate.of(metric, other, AuditOptions.CONFIDENCE);
    String statistic =
        subject.reference().equals(REST) ? DIFFERENCE_TO_REST : DIFFERENCE_TO_PRIVILEGED;
    Measured gap = b.isDefined() ? Measured.of(a.value() - b.value()) : b;
    return Figure.of(subject, metric.metric(), statistic, gap)
        .with(left == null || right == null ? null : Mover.difference(left, right))
        .withP(GapTest.between(metric, group, other))
        .with(group.tally());
  }

  private Figure ratio(Subject subject, GroupMetric metric, Slice group, Slice other) {
    Measured b = value(metric, other);
    Mover.Estimate left = Mover.Estimate.of(metric, group, AuditOptions.CONFIDENCE);
    Mover.Estimate right = Mover.Estimate.of(metric, other, AuditOptions.CONFIDENCE);
    Measured ratio =
        b.isDefined()
            ? Measured.quotient(
                value(metric, group).value(), b.value(), "the privileged group's value is 0")
            : b;
    return Figure.of(subject, metric.metric(), RATIO_TO_PRIVILEGED, ratio)
        .with(left == null || right == null ? null : Mover.ratio(left, right))
        .with(group.tally());
  }

  /** The pooled z-test of the selection rate, and what gap the group's size could show. */
  private List<Figure> z(Subject subject, GroupMetric metric, Slice group, Slice other) {
    if (!(metric instanceof Rate rate)) {
      return List.of();
    }
    Trials a = rate.trials(group);
    Trials b = rate.trials(other);
    if (a.isEmpty() || b.isEmpty()) {
      return List.of();
    }
    boolean isToRest = subject.reference().equals(REST);
    Figure power =
        Figure.of(
            subject,
            metric.metric(),
            isToRest ? Power.TO_REST : Power.TO_PRIVILEGED,
            Measured.of(Power.detectable(a, b)));
    double z = GapTest.score(a, b);
    if (rate != Rate.SELECTION_RATE || Double.isNaN(z)) {
      return List.of(power);
    }
    return List.of(
        power,
        Figure.of(subject, metric.metric(), isToRest ? Z_TO_REST : Z_TO_PRIVILEGED, Measured.of(z))
            .withP(Normal.twoSided(z)));
  }

  /** Pearson's test that selection and group are independent. */
  private List<Figure> independence() {
    List<Trials> groups =
        view.compared().stream()
            .map(group -> Rate.SELECTION_RATE.trials(group.slice()))
            .filter(trials -> !trials.isEmpty())
            .toList();
    double statistic = groups.size() < 2 ? Double.NaN : GapTest.chiSquared(groups);
    if (Double.isNaN(statistic)) {
      return List.of();
    }
    int degrees = groups.size() - 1;
    double n = groups.stream().mapToDouble(Trials::n).sum();
    String metric = Rate.SELECTION_RATE.metric();
    return List.of(
        Figure.of(view.subject(), metric, "chi_squared", Measured.of(statistic))
            .withP(Normal.chiSquared(statistic, degrees)),
        Figure.of(view.subject(), metric, "chi_squared_degrees_of_freedom", Measured.of(degrees)),
        Figure.of(view.subject(), metric, "cramers_v", Measured.of(Math.sqrt(statistic / n))));
  }

  private List<GroupSlice> defined(GroupMetric metric) {
    return view.compared(metric).stream()
        .filter(group -> value(metric, group.slice()).isDefined())
        .toList();
  }

  private double value(GroupMetric metric, GroupSlice group) {
    return value(metric, group.slice()).value();
  }

  private Measured value(GroupMetric metric, Slice slice) {
    return metric.of(slice, request.options().undefined());
  }
}
