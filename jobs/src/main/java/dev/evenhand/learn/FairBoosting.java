package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Boosting under a fairness constraint: each tree fits the negative gradient of the Lagrangian,
 * loss + Σ multiplier · smooth rate, and its leaves then take the values of least loss at which the
 * groups' actual rates keep the bound; what that costs is the next tree's multipliers.
 *
 * <p>The two players of FairGBM (Cruz et al. 2023, after Cotter et al. 2019): the trees descend on
 * a proxy with a slope, the multipliers answer to the actual rates. Where FairGBM's multipliers
 * ascend by steps of a given rate, these are the ones of the leaves' own optimum.
 */
final class FairBoosting {
  private static final double BAND = 0.15;
  private static final double DAMPING = 0.5;
  private static final double PRICE = 0.5;
  private static final double LAST_PRICE = 1e3;
  private static final double CALM = 0.5;

  /**
   * What is asked.
   *
   * @param constraint null for none
   * @param cut the margin above which a row is selected
   * @param stepSize the weight of every tree but the first, which weighs 1
   * @param share of the rows on which a tree grows
   */
  record Settings(
      Constraint constraint,
      Bound bound,
      double leastGroup,
      double cut,
      int trees,
      int depth,
      double stepSize,
      double share,
      long seed,
      long leastRows,
      double leastWeightShare,
      double leastGain) {}

  /** The trees, their nodes' sums, and what happened. */
  record Result(List<GrownTree> trees, FairBoostingSummary summary) {}

  private final BoostingRows rows;
  private final Settings settings;
  private final List<BinnedTree> trees = new ArrayList<>();
  private final List<GrownTree> grown = new ArrayList<>();
  private final List<BoostingCourse.State> states = new ArrayList<>();
  private double[] cellWeights;
  private double weight;
  private RateTable rates;
  private double[] multipliers = {};
  private double largestMargin;

  FairBoosting(BoostingRows rows, Settings settings) {
    this.rows = rows;
    this.settings = settings;
  }

  Result fit() {
    DecisionTallies start = rows.decisions(round(null), 0);
    weight = start.weight();
    cellWeights = start.all();
    if (settings.constraint() != null) {
      rates =
          new RateTable(
              rows.attributes(), settings.constraint(), exact(cellWeights), settings.leastGroup());
      multipliers = new double[rates.size()];
    }
    for (int tree = 0; tree < settings.trees(); tree++) {
      grow();
      DecisionTallies tallies = rows.decisions(round(null), largestMargin);
      states.add(state(tallies));
    }
    BoostingCourse course = new BoostingCourse(settings.bound(), rates, List.copyOf(states));
    return new Result(grown.subList(0, course.best()), course.summary(rows.passes()));
  }

  private boolean isConstrained() {
    return rates != null && rates.size() > 0;
  }

  private ExactSums exact(double[] values) {
    ExactSums sums = new ExactSums(values.length, Arrays.stream(values).max().orElse(1), 1);
    for (int cell = 0; cell < values.length; cell++) {
      sums.add(cell, values[cell]);
    }
    return sums;
  }

  private BoostingCourse.State state(DecisionTallies tallies) {
    double[] reached =
        isConstrained()
            ? rates.values(exact(tallies.selected()), exact(cellWeights))
            : new double[0];
    return new BoostingCourse.State(tallies.meanLoss(), reached, multipliers);
  }

  private BoostingRound round(double[] pulls) {
    return new BoostingRound(
        List.copyOf(trees),
        new BinnedTree(),
        pulls,
        BAND,
        settings.cut(),
        FixedScale.of(largestResidual(pulls) * rows.profile().largestWeight, rows.profile().rows),
        settings.share(),
        settings.seed());
  }

  private double largestResidual(double[] pulls) {
    double most = pulls == null ? 0 : Arrays.stream(pulls).map(Math::abs).max().orElse(0);
    return 4 + most / (4 * BAND);
  }

  /** What the multipliers add to the residuals of each combination and label; null for nothing. */
  private double[] pulls() {
    if (!isConstrained() || Arrays.stream(multipliers).allMatch(value -> value == 0)) {
      return null;
    }
    double[] costs = rates.cellMultipliers(multipliers, cellWeights.length);
    int[][] groupsOf = rows.groupsOf();
    double[] pulls = new double[2 * groupsOf.length];
    for (int i = 0; i < pulls.length; i++) {
      for (int group : groupsOf[i / 2]) {
        pulls[i] -= weight * costs[2 * group + i % 2];
      }
    }
    return pulls;
  }

  private void grow() {
    BoostingRound round = round(pulls());
    FixedScale weights = rows.layout().hasWeights() ? rows.weights() : new FixedScale(1);
    SplitFinder finder =
        new SplitFinder(
            rows.bins(),
            rows.layout(),
            round.residuals(),
            weights,
            settings.leastRows(),
            settings.leastWeightShare() * weight,
            settings.leastGain());
    TreeGrower.Grown found = new TreeGrower(rows, finder, round).grow(settings.depth());
    BinnedTree tree = found.tree();
    boolean isFirst = trees.isEmpty();
    double step = isFirst ? 1 : settings.stepSize();
    double[] leafWeights = new double[tree.size()];
    for (int node = 0; node < tree.size(); node++) {
      leafWeights[node] = weights.value(found.sums().get(node).weight());
      tree.setValue(node, step * finder.mean(found.sums().get(node)));
    }
    LeafTallies tallies = settle(round.with(tree), step, leafWeights, !isFirst && isConstrained());
    grown.add(GrownTree.of(found, finder, tallies, step));
    trees.add(tree);
    double most = 0;
    for (int node = 0; node < tree.size(); node++) {
      most = tree.isLeaf(node) ? Math.max(most, Math.abs(tree.value(node))) : most;
    }
    largestMargin += most;
  }

  /** Gives the leaves the values at which the bound is kept, and the multipliers theirs. */
  private LeafTallies settle(
      BoostingRound round, double step, double[] leafWeights, boolean holds) {
    BinnedTree tree = round.growing();
    LeafTallies.Shape shape =
        holds ? LeafTallies.Shape.of(cellWeights.length) : LeafTallies.Shape.NONE;
    int[] partOf = tree.parts(Math.max(1, shape.parts()));
    int parts = Arrays.stream(partOf).max().orElse(0) + 1;
    shape = holds ? shape.with(parts) : shape;
    LeafTallies tallies = rows.leaves(round, shape, partOf, largestResidual(round.pulls()));
    if (!holds) {
      return tallies;
    }
    double[] slopes = new double[parts];
    double[] curvatures = new double[parts];
    for (int leaf = 0; leaf < tree.size(); leaf++) {
      if (tree.isLeaf(leaf)) {
        double share = leafWeights[leaf] / weight / step;
        double own = step * tallies.loss(leaf) / leafWeights[leaf];
        curvatures[partOf[leaf]] += share;
        slopes[partOf[leaf]] += round.pulls() == null ? 0 : share * (tree.value(leaf) - own);
      }
    }
    LeafShifts.Result shifts =
        new LeafShifts(
                shape, tallies.tails(), new LeafShifts.Cost(slopes, curvatures), rates, cellWeights)
            .solve(settings.bound(), price());
    for (int leaf = 0; leaf < tree.size(); leaf++) {
      if (tree.isLeaf(leaf)) {
        tree.setValue(leaf, tree.value(leaf) + shifts.shifts()[partOf[leaf]]);
      }
    }
    double[] next = new double[multipliers.length];
    for (int k = 0; k < next.length; k++) {
      next[k] = DAMPING * multipliers[k] + (1 - DAMPING) * shifts.multipliers()[k];
    }
    multipliers = next;
    return tallies;
  }

  /**
   * What a broken bound costs: little at first, so that trees learn to keep it, much in the end.
   */
  private double price() {
    double progress = (double) trees.size() / Math.max(1, settings.trees() - 1);
    return PRICE * Math.pow(LAST_PRICE / PRICE, Math.max(0, (progress - CALM) / (1 - CALM)));
  }
}
