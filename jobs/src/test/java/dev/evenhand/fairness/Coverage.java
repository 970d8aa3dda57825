package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * How often 95 % intervals of gaps cover the truth, and how often a q-value raises a false alarm,
 * over 2,000 draws of groups whose truth is known.
 */
final class Coverage {
  static final int DRAWS = 2_000;
  static final List<Integer> SIZES = List.of(200, 2_000, 20_000);

  private static final int BINS = 50;
  private static final long SEED = 20261122;
  private static final Map<List<Object>, Covered> COVERED = new ConcurrentHashMap<>();
  private static final Map<Integer, Double> ALARMS = new ConcurrentHashMap<>();

  private Coverage() {}

  /**
   * What is true of a group.
   *
   * @param sharpness how far apart the scores of positives and negatives are: their densities on
   *     [-1, 1] are as exp(sharpness x) and exp(-sharpness x)
   */
  record Truth(double base, double truePositive, double falsePositive, double sharpness) {
    double selection() {
      return base * truePositive + (1 - base) * falsePositive;
    }

    /** Area under the ROC curve of the scores' bins, ties half. */
    double auc() {
      double[] positives = density(sharpness);
      double[] negatives = density(-sharpness);
      double below = 0;
      double area = 0;
      for (int bin = 0; bin < BINS; bin++) {
        area += positives[bin] * (below + negatives[bin] / 2);
        below += negatives[bin];
      }
      return area;
    }

    private static double[] density(double slope) {
      double[] shares =
          IntStream.range(0, BINS)
              .mapToDouble(bin -> Math.exp(slope * (2 * (bin + 0.5) / BINS - 1)))
              .toArray();
      double sum = Arrays.stream(shares).sum();
      return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    private double[] cumulated(boolean label) {
      double[] shares = density(label ? sharpness : -sharpness);
      Arrays.parallelPrefix(shares, Double::sum);
      return shares;
    }
  }

  /** Two groups to be compared. */
  enum Case {
    CLEAR("clear gap", new Truth(.4, .8, .3, 2), new Truth(.4, .6, .15, 1)),
    UNEQUAL("clear gap, other base rates", new Truth(.5, .75, .25, 2), new Truth(.3, .6, .1, 1)),
    SMALL("gap of 0.01", new Truth(.4, .7, .2, 1.5), new Truth(.4, .69, .21, 1.45)),
    NONE("no gap", new Truth(.4, .7, .2, 1.5), new Truth(.4, .7, .2, 1.5));

    final String title;
    final Truth a;
    final Truth b;

    Case(String title, Truth a, Truth b) {
      this.title = title;
      this.a = a;
      this.b = b;
    }

    boolean isClear() {
      return this == CLEAR || this == UNEQUAL;
    }

    double selectionGap() {
      return Math.abs(a.selection() - b.selection());
    }

    double oddsGap() {
      return Math.max(
          Math.abs(a.truePositive() - b.truePositive()),
          Math.abs(a.falsePositive() - b.falsePositive()));
    }

    double aucGap() {
      return Math.abs(a.auc() - b.auc());
    }
  }

  /** Shares of draws whose interval covers the true gap. */
  record Covered(double selection, double odds, double auc) {}

  static Covered of(Case gap, int n) {
    return COVERED.computeIfAbsent(List.of(gap, n), same -> simulated(gap, n));
  }

  private static Covered simulated(Case gap, int n) {
    SplittableRandom random = new SplittableRandom(SEED + n);
    Drawing a = new Drawing(gap.a, random);
    Drawing b = new Drawing(gap.b, random);
    int[] covered = new int[3];
    for (int draw = 0; draw < DRAWS; draw++) {
      List<Slice> groups = List.of(a.draw(n), b.draw(n));
      covered[0] +=
          covers(MaxGap.difference(List.of(Rate.SELECTION_RATE), groups), gap.selectionGap());
      covered[1] += covers(MaxGap.difference(Parity.EQUALIZED_ODDS.rates(), groups), gap.oddsGap());
      covered[2] += covers(MaxGap.difference(List.of(RankMetric.ROC_AUC), groups), gap.aucGap());
    }
    return new Covered(share(covered[0]), share(covered[1]), share(covered[2]));
  }

  /** The share of draws of three equal groups in which any gap has a q-value below 0.05. */
  static double falseAlarms(int n) {
    return ALARMS.computeIfAbsent(n, Coverage::simulatedAlarms);
  }

  private static double simulatedAlarms(int n) {
    Drawing drawing = new Drawing(Case.NONE.a, new SplittableRandom(SEED - n));
    List<GroupMetric> metrics = new ArrayList<>(List.of(Rate.values()));
    metrics.add(RankMetric.ROC_AUC);
    int alarms = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      List<Slice> groups = List.of(drawing.draw(n), drawing.draw(n), drawing.draw(n));
      List<Double> p = new ArrayList<>();
      for (GroupMetric metric : metrics) {
        p.add(GapTest.amongAll(metric, groups));
        p.add(GapTest.between(metric, groups.get(0), groups.get(1)));
        p.add(GapTest.between(metric, groups.get(0), groups.get(2)));
      }
      double[] q = BenjaminiHochberg.qValues(p.stream().mapToDouble(Double::doubleValue).toArray());
      alarms += Arrays.stream(q).min().orElse(1) < 0.05 ? 1 : 0;
    }
    return share(alarms);
  }

  /** The table of notebooks-docs/coverage.md. */
  static String report() {
    StringBuilder report = new StringBuilder();
    report.append("| groups | rows of each | selection rate | equalized odds | ROC AUC |\n");
    report.append("|---|---|---|---|---|\n");
    for (Case gap : Case.values()) {
      for (int n : SIZES) {
        Covered covered = of(gap, n);
        report.append(
            String.format(
                Locale.ROOT,
                "| %s (%.2f, %.2f, %.2f) | %,d | %.1f %% | %.1f %% | %.1f %% |%n",
                gap.title,
                gap.selectionGap(),
                gap.oddsGap(),
                gap.aucGap(),
                n,
                100 * covered.selection(),
                100 * covered.odds(),
                100 * covered.auc()));
      }
    }
    report.append("\n| three equal groups of | draws with any q-value below 0.05 |\n|---|---|\n");
    for (int n : SIZES) {
      report.append(String.format(Locale.ROOT, "| %,d | %.1f %% |%n", n, 100 * falseAlarms(n)));
    }
    return report.toString();
  }

  private static double share(int draws) {
    return (double) draws / DRAWS;
  }

  private static int covers(Interval interval, double truth) {
    return interval != null && interval.low() <= truth && truth <= interval.high() ? 1 : 0;
  }

  /** Draws a group row by row, and keeps its cells. */
  private static final class Drawing {
    private final Truth truth;
    private final SplittableRandom random;
    private final double[] ofPositives;
    private final double[] ofNegatives;

    Drawing(Truth truth, SplittableRandom random) {
      this.truth = truth;
      this.random = random;
      this.ofPositives = truth.cumulated(true);
      this.ofNegatives = truth.cumulated(false);
    }

    Slice draw(int n) {
      double[] rows = new double[Tally.CELLS];
      double[][] scores = new double[BINS][ScoreTable.VALUES];
      for (int i = 0; i < n; i++) {
        boolean label = random.nextDouble() < truth.base();
        boolean decision =
            random.nextDouble() < (label ? truth.truePositive() : truth.falsePositive());
        rows[(label ? 2 : 0) + (decision ? 1 : 0)]++;
        int at = label ? 2 : 0;
        double[] cell = scores[bin(label ? ofPositives : ofNegatives)];
        cell[at]++; // weight
        cell[at + 1]++; // squared weight
      }
      double positives = rows[Tally.FALSE_NEGATIVE] + rows[Tally.TRUE_POSITIVE];
      RankSums sums = new RankSums(positives, n - positives, false);
      for (int bin = 0; bin < BINS; bin++) {
        sums.add(bin, scores[bin], 0);
      }
      return new Slice(Tally.ofRows(rows), sums.stats());
    }

    private int bin(double[] cumulated) {
      int at = Arrays.binarySearch(cumulated, random.nextDouble());
      return Math.min(BINS - 1, at < 0 ? -at - 1 : at);
    }
  }
}
