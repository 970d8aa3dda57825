package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
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
      return auc(List.of(this));
    }

    /** Of equally many people of each kind. */
    static double auc(List<Truth> kinds) {
      double[] positives = new double[BINS];
      double[] negatives = new double[BINS];
      for (Truth kind : kinds) {
        double[] ofPositives = density(kind.sharpness);
        double[] ofNegatives = density(-kind.sharpness);
        for (int bin = 0; bin < BINS; bin++) {
          positives[bin] += ofPositives[bin] / kinds.size();
          negatives[bin] += ofNegatives[bin] / kinds.size();
        }
      }
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

  /** People with ten rows each, of two kinds that differ among themselves. */
  static final class Regulars {
    static final int ROWS = 10;
    static final List<Integer> SIZES = List.of(200, 2_000);

    private static final List<Truth> A =
        List.of(new Truth(.4, .9, .45, 3), new Truth(.4, .7, .15, 1));
    private static final List<Truth> B =
        List.of(new Truth(.4, .7, .3, 2), new Truth(.4, .4, .05, .5));
    private static final Map<List<Object>, Covered> COVERED = new ConcurrentHashMap<>();

    private Regulars() {}

    /** With their subjects named, or with all rows taken for strangers'. */
    static Covered of(int people, boolean isNamed) {
      return COVERED.computeIfAbsent(List.of(people, isNamed), same -> simulated(people, isNamed));
    }

    private static Covered simulated(int people, boolean isNamed) {
      SplittableRandom random = new SplittableRandom(SEED + people);
      Drawing a = new Drawing(A, random);
      Drawing b = new Drawing(B, random);
      int[] covered = new int[3];
      for (int draw = 0; draw < DRAWS; draw++) {
        List<Slice> groups = List.of(a.draw(people, ROWS), b.draw(people, ROWS));
        if (!isNamed) {
          groups = groups.stream().map(slice -> new Slice(slice.tally(), slice.rank())).toList();
        }
        count(covered, groups, selectionGap(), oddsGap(), aucGap());
      }
      return new Covered(share(covered[0]), share(covered[1]), share(covered[2]));
    }

    static double selectionGap() {
      return Math.abs(mean(A, Truth::selection) - mean(B, Truth::selection));
    }

    static double oddsGap() {
      return Math.max(
          Math.abs(mean(A, Truth::truePositive) - mean(B, Truth::truePositive)),
          Math.abs(mean(A, Truth::falsePositive) - mean(B, Truth::falsePositive)));
    }

    static double aucGap() {
      return Math.abs(Truth.auc(A) - Truth.auc(B));
    }

    private static double mean(List<Truth> kinds, ToDoubleFunction<Truth> rate) {
      return kinds.stream().mapToDouble(rate).average().orElseThrow();
    }
  }

  /** Shares of draws whose interval covers the true gap. */
  record Covered(double selection, double odds, double auc) {}

  static Covered of(Case gap, int n) {
    return COVERED.computeIfAbsent(List.of(gap, n), same -> simulated(gap, n));
  }

  private static Covered simulated(Case gap, int n) {
    SplittableRandom random = new SplittableRandom(SEED + n);
    Drawing a = new Drawing(List.of(gap.a), random);
    Drawing b = new Drawing(List.of(gap.b), random);
    int[] covered = new int[3];
    for (int draw = 0; draw < DRAWS; draw++) {
      List<Slice> groups = List.of(a.draw(n), b.draw(n));
      count(covered, groups, gap.selectionGap(), gap.oddsGap(), gap.aucGap());
    }
    return new Covered(share(covered[0]), share(covered[1]), share(covered[2]));
  }

  private static void count(
      int[] covered, List<Slice> groups, double selection, double odds, double auc) {
    covered[0] += covers(MaxGap.difference(List.of(Rate.SELECTION_RATE), groups), selection);
    covered[1] += covers(MaxGap.difference(Parity.EQUALIZED_ODDS.rates(), groups), odds);
    covered[2] += covers(MaxGap.difference(List.of(RankMetric.ROC_AUC), groups), auc);
  }

  /** The share of draws of three equal groups in which any gap has a q-value below 0.05. */
  static double falseAlarms(int n) {
    return ALARMS.computeIfAbsent(n, Coverage::simulatedAlarms);
  }

  private static double simulatedAlarms(int n) {
    Drawing drawing = new Drawing(List.of(Case.NONE.a), new SplittableRandom(SEED - n));
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
    report.append(
        String.format(
            Locale.ROOT,
            "%n| people with ten rows each, gaps (%.2f, %.2f, %.2f) | subjects | selection rate | equalized odds | ROC AUC |%n",
            Regulars.selectionGap(),
            Regulars.oddsGap(),
            Regulars.aucGap()));
    report.append("|---|---|---|---|---|\n");
    for (int people : Regulars.SIZES) {
      for (boolean isNamed : List.of(false, true)) {
        Covered covered = Regulars.of(people, isNamed);
        report.append(
            String.format(
                Locale.ROOT,
                "| %,d | %s | %.1f %% | %.1f %% | %.1f %% |%n",
                people,
                isNamed ? "named" : "not named",
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
    private final List<Truth> kinds;
    private final SplittableRandom random;
    private final List<double[]> ofPositives;
    private final List<double[]> ofNegatives;

    Drawing(List<Truth> kinds, SplittableRandom random) {
      this.kinds = kinds;
      this.random = random;
      this.ofPositives = kinds.stream().map(kind -> kind.cumulated(true)).toList();
      this.ofNegatives = kinds.stream().map(kind -> kind.cumulated(false)).toList();
    }

    /** Of strangers, of one kind. */
    Slice draw(int n) {
      Counts counts = new Counts();
      for (int i = 0; i < n; i++) {
        add(0, counts);
      }
      return new Slice(counts.tally(), counts.ranks());
    }

    /** Of people with several rows, each of a kind by chance, in blocks. */
    Slice draw(int people, int rows) {
      Counts all = new Counts();
      Counts[] blocks = new Counts[Blocks.COUNT];
      for (int i = 0; i < people; i++) {
        int kind = random.nextInt(kinds.size());
        int block = random.nextInt(Blocks.COUNT);
        blocks[block] = blocks[block] == null ? new Counts() : blocks[block];
        for (int row = 0; row < rows; row++) {
          add(kind, all, blocks[block]);
        }
      }
      Tally[] tallies = new Tally[Blocks.COUNT];
      RankStats[] ranks = new RankStats[Blocks.COUNT];
      for (int block = 0; block < Blocks.COUNT; block++) {
        if (blocks[block] != null) {
          tallies[block] = blocks[block].tally();
          ranks[block] = all.minus(blocks[block]).ranks();
        }
      }
      return new Slice(all.tally(), all.ranks(), new Blocks(tallies, ranks));
    }

    private void add(int kind, Counts... counts) {
      Truth truth = kinds.get(kind);
      boolean label = random.nextDouble() < truth.base();
      boolean decision =
          random.nextDouble() < (label ? truth.truePositive() : truth.falsePositive());
      int bin = bin((label ? ofPositives : ofNegatives).get(kind));
      for (Counts count : counts) {
        count.rows[(label ? 2 : 0) + (decision ? 1 : 0)]++;
        count.scores[bin][label ? 2 : 0]++; // weight
        count.scores[bin][label ? 3 : 1]++; // squared weight
      }
    }

    private int bin(double[] cumulated) {
      int at = Arrays.binarySearch(cumulated, random.nextDouble());
      return Math.min(BINS - 1, at < 0 ? -at - 1 : at);
    }
  }

  /** The cells of a group. */
  private static final class Counts {
    final double[] rows = new double[Tally.CELLS];
    final double[][] scores = new double[BINS][ScoreTable.VALUES];

    Tally tally() {
      return Tally.ofRows(rows);
    }

    Counts minus(Counts other) {
      Counts rest = new Counts();
      for (int cell = 0; cell < rows.length; cell++) {
        rest.rows[cell] = rows[cell] - other.rows[cell];
      }
      for (int bin = 0; bin < BINS; bin++) {
        for (int i = 0; i < ScoreTable.VALUES; i++) {
          rest.scores[bin][i] = scores[bin][i] - other.scores[bin][i];
        }
      }
      return rest;
    }

    RankStats ranks() {
      double positives = rows[Tally.FALSE_NEGATIVE] + rows[Tally.TRUE_POSITIVE];
      double negatives = rows[Tally.TRUE_NEGATIVE] + rows[Tally.FALSE_POSITIVE];
      RankSums sums = new RankSums(positives, negatives, false);
      for (int bin = 0; bin < BINS; bin++) {
        sums.add(bin, scores[bin], 0);
      }
      return sums.stats();
    }
  }
}
