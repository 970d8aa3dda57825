package dev.evenhand.balance;

import dev.evenhand.balance.LabelAssociation.Shares;
import dev.evenhand.fairness.Figure;
import dev.evenhand.fairness.Interval;
import dev.evenhand.fairness.Measured;
import dev.evenhand.fairness.Names;
import dev.evenhand.fairness.Subject;
import dev.evenhand.fairness.Trials;
import dev.evenhand.fairness.Wilson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The figures of {@code metrics.balance} for one attribute or intersection: shares, label rates,
 * associations, distances from a reference, and indices of inequality.
 */
public final class BalanceFigures {
  /** The reference in which all values are equally common. */
  public static final String UNIFORM = "uniform";

  private static final double[] EPSILONS = {1.0, 0.9, 0.5};
  private static final double CONFIDENCE = 0.95;

  // Above this many values, pairs are left to the values' own figures.
  private static final int MOST_PAIRED_VALUES = 50;

  private final List<ValueCount> counts;
  private final ValueCount total;
  private final Subject subject;

  public BalanceFigures(ValueCounts counts, List<String> attributes) {
    this.counts = counts.of(attributes);
    this.total = counts.total();
    this.subject = new Subject(Names.of(attributes), null, null, null);
  }

  /** How common each value is, and how often its label is 1. */
  public List<Figure> shares() {
    List<Figure> figures = new ArrayList<>();
    for (ValueCount count : counts) {
      Subject group = subject.of(Names.of(count.values()));
      Trials share = Trials.of(count.weight(), total.weight(), total.squaredWeight());
      Trials rate = Trials.of(count.positives(), count.weight(), count.squaredWeight());
      figures.add(figure(group, "count", count.rows(), null, count));
      figures.add(figure(group, "share", count.weight() / total.weight(), share, count));
      figures.add(figure(group, "label_rate", count.positives() / count.weight(), rate, count));
    }
    return figures;
  }

  private static Figure figure(
      Subject group, String metric, double value, Trials trials, ValueCount count) {
    Interval interval =
        trials == null || trials.isEmpty() ? null : Wilson.interval(trials, CONFIDENCE);
    return Figure.of(group, metric, Figure.VALUE, measured(value))
        .with(interval)
        .counting(count.rows(), count.weight());
  }

  /** Each value's association with the label, and the gap of each pair, later minus earlier. */
  public List<Figure> associations() {
    List<Figure> figures = new ArrayList<>();
    for (LabelAssociation measure : LabelAssociation.values()) {
      double[] values = counts.stream().mapToDouble(count -> measure.of(shares(count))).toArray();
      for (int a = 0; a < values.length; a++) {
        Subject group = subject.of(Names.of(counts.get(a).values()));
        figures.add(
            Figure.of(group, measure.metric(), Figure.VALUE, measured(values[a]))
                .counting(counts.get(a).rows(), counts.get(a).weight()));
        for (int b = 0; b < a && values.length <= MOST_PAIRED_VALUES; b++) {
          Subject pair = group.against(Names.of(counts.get(b).values()));
          figures.add(
              Figure.of(pair, measure.metric(), "gap", measured(gap(values[a], values[b]))));
        }
      }
    }
    return figures;
  }

  // Two values that never meet the label are alike, though a measure of each is infinite.
  private static double gap(double a, double b) {
    return a == b ? 0 : a - b;
  }

  private Shares shares(ValueCount count) {
    return new Shares(
        count.weight() / total.weight(),
        total.positives() / total.weight(),
        count.positives() / total.weight(),
        total.rows());
  }

  /** Distances from equal shares of the values seen. */
  public List<Figure> fromUniform() {
    double[] reference = new double[counts.size()];
    Arrays.fill(reference, 1.0 / counts.size());
    double[] seen = counts.stream().mapToDouble(count -> count.weight() / total.weight()).toArray();
    return distances(UNIFORM, seen, reference);
  }

  /**
   * Distances from the shares of another population, such as the train split or everyone before the
   * consent filter.
   *
   * @param name of that population
   */
  public List<Figure> from(String name, List<ValueCount> population) {
    ToDoubleFunction<ValueCount> weight = ValueCount::weight;
    double all = ValueCounts.total(population).weight();
    Map<String, double[]> shares = new TreeMap<>();
    counts.forEach(count -> pair(shares, count)[0] = weight.applyAsDouble(count) / total.weight());
    population.forEach(count -> pair(shares, count)[1] = weight.applyAsDouble(count) / all);
    return distances(
        name,
        shares.values().stream().mapToDouble(pair -> pair[0]).toArray(),
        shares.values().stream().mapToDouble(pair -> pair[1]).toArray());
  }

  private static double[] pair(Map<String, double[]> shares, ValueCount count) {
    return shares.computeIfAbsent(Names.of(count.values()), key -> new double[2]);
  }

  private List<Figure> distances(String reference, double[] seen, double[] expected) {
    double n = total.weight() * total.weight() / total.squaredWeight();
    List<Figure> figures = new ArrayList<>();
    for (DistributionDistance distance : DistributionDistance.values()) {
      double value = distance.of(seen, expected, n);
      Figure figure =
          Figure.of(subject.against(reference), distance.metric(), "distance", measured(value))
              .counting(total.rows(), total.weight());
      if (distance == DistributionDistance.CHI_SQUARED) {
        double p = DistributionDistance.chiSquaredP(value, seen.length);
        figures.add(figure.withP(p));
        figures.add(
            Figure.of(subject.against(reference), "chi_squared_p_value", "distance", measured(p)));
      } else {
        figures.add(figure);
      }
    }
    return figures;
  }

  /** Indices of how unequal the shares are. */
  public List<Figure> inequality() {
    double[] shares =
        counts.stream().mapToDouble(count -> count.weight() / total.weight()).toArray();
    List<Figure> figures = new ArrayList<>();
    for (double epsilon : EPSILONS) {
      figures.add(
          Figure.of(
              subject,
              "atkinson_index",
              "epsilon=" + epsilon,
              measured(ShareInequality.atkinson(shares, epsilon))));
    }
    figures.add(index("theil_l_index", ShareInequality.theilL(shares)));
    figures.add(index("theil_t_index", ShareInequality.theilT(shares)));
    return figures;
  }

  private Figure index(String metric, double value) {
    return Figure.of(subject, metric, Figure.VALUE, measured(value));
  }

  private static Measured measured(double value) {
    return Double.isNaN(value)
        ? Measured.undefined("a logarithm or quotient of 0")
        : Measured.of(value);
  }
}
