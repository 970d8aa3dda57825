package dev.evenhand.attribution;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.util.CombinatoricsUtils;

/**
 * KernelSHAP's coalitions (Lundberg and Lee 2017, theorem 2): sizes from the outside in, each with
 * its complement, whole where the budget allows; the rest of the budget drawn from the sizes
 * between, in pairs. With a budget of 2^players − 2 all are there, and the line is exact.
 */
final class KernelPlan {
  private final int players;
  private final SplittableRandom random;
  private final List<boolean[]> masks = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();

  private KernelPlan(int players, long seed) {
    this.players = players;
    random = new SplittableRandom(seed);
  }

  static Surrogate of(int players, int background, int budget, long seed) {
    if (players > 1 && budget < 2L * players) {
      throw new DataProblem(
          "budget must be at least %d, twice the players, was %d.".formatted(2 * players, budget));
    }
    KernelPlan plan = new KernelPlan(players, seed);
    plan.fill(budget);
    int[] all = IntStream.range(0, background).toArray();
    boolean[][] chosen = plan.masks.toArray(boolean[][]::new);
    int[][] each = new int[chosen.length][];
    Arrays.fill(each, all);
    double[] weight = plan.weights.stream().mapToDouble(Double::doubleValue).toArray();
    return new Surrogate(chosen, each, KernelLine.of(chosen, weight, players));
  }

  /** A size's whole weight: (m − 1) / (s (m − s)), up to a factor. */
  private double mass(int size) {
    return (players - 1.0) / ((double) size * (players - size));
  }

  private void fill(int budget) {
    int size = 1;
    for (; 2 * size <= players; size++) {
      boolean isMiddle = 2 * size == players;
      double count = Math.exp(CombinatoricsUtils.binomialCoefficientLog(players, size));
      long added = Math.round(isMiddle ? count : 2 * count);
      if (count > 1e9 || masks.size() + added > budget) {
        break;
      }
      addAll(size, !isMiddle);
    }
    if (2 * size <= players && masks.size() + 2 <= budget) {
      draw(size, budget);
    }
  }

  private void addAll(int size, boolean withComplement) {
    double count = Math.exp(CombinatoricsUtils.binomialCoefficientLog(players, size));
    var combinations = CombinatoricsUtils.combinationsIterator(players, size);
    while (combinations.hasNext()) {
      boolean[] mask = new boolean[players];
      for (int player : combinations.next()) {
        mask[player] = true;
      }
      add(mask, mass(size) / count);
      if (withComplement) {
        add(complement(mask), mass(size) / count);
      }
    }
  }

  private void add(boolean[] mask, double weight) {
    masks.add(mask);
    weights.add(weight);
  }

  private static boolean[] complement(boolean[] mask) {
    boolean[] other = new boolean[mask.length];
    for (int i = 0; i < mask.length; i++) {
      other[i] = !mask[i];
    }
    return other;
  }

  /** Draws sizes by their weight and shares all that weight among what was drawn. */
  private void draw(int from, int budget) {
    double[] ends = new double[players - from];
    double all = 0;
    for (int size = from; size <= players - from; size++) {
      all += mass(size);
      ends[size - from] = all;
    }
    int pairs = (budget - masks.size()) / 2;
    for (int p = 0; p < pairs; p++) {
      double at = random.nextDouble(all);
      int size = from;
      while (size < players - from && ends[size - from] <= at) {
        size++;
      }
      boolean[] mask = subset(size);
      add(mask, all / (2 * pairs));
      add(complement(mask), all / (2 * pairs));
    }
  }

  private boolean[] subset(int size) {
    int[] order = IntStream.range(0, players).toArray();
    boolean[] mask = new boolean[players];
    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i, players);
      int player = order[other];
      order[other] = order[i];
      order[i] = player;
      mask[player] = true;
    }
    return mask;
  }

  /**
   * The weighted line through the scores of coalitions, held to add up to the row's score: the last
   * player's contribution is what the others leave.
   *
   * @param solution contributions of all but the last player are this times the scores
   */
  private record KernelLine(
      boolean[][] masks, double[] weights, double[][] solution, int players, double base)
      implements Surrogate.Line {
    private static final long serialVersionUID = 1L;

    static KernelLine of(boolean[][] masks, double[] weights, int players) {
      if (players < 2) {
        return new KernelLine(masks, weights, new double[0][], players, 0);
      }
      int n = masks.length;
      RealMatrix design = new Array2DRowRealMatrix(n, players - 1);
      RealMatrix weighted = new Array2DRowRealMatrix(players - 1, n);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < players - 1; j++) {
          double value = number(masks[i][j]) - number(masks[i][players - 1]);
          design.setEntry(i, j, value);
          weighted.setEntry(j, i, value * weights[i]);
        }
      }
      RealMatrix inverse =
          new SingularValueDecomposition(weighted.multiply(design)).getSolver().getInverse();
      return new KernelLine(masks, weights, inverse.multiply(weighted).getData(), players, 0);
    }

    private static double number(boolean value) {
      return value ? 1 : 0;
    }

    KernelLine withBase(double value) {
      return new KernelLine(masks, weights, solution, players, value);
    }

    @Override
    public Surrogate.Fit of(double score, double[] samples) {
      double change = score - base;
      double[] contributions = new double[players];
      double rest = change;
      for (int j = 0; j < solution.length; j++) {
        for (int i = 0; i < samples.length; i++) {
          double target = samples[i] - base - number(masks[i][players - 1]) * change;
          contributions[j] += solution[j][i] * target;
        }
        rest -= contributions[j];
      }
      contributions[players - 1] = rest;
      return new Surrogate.Fit(contributions, base, r2(samples, contributions));
    }

    private double r2(double[] samples, double[] contributions) {
      double[] fitted = new double[samples.length];
      for (int i = 0; i < samples.length; i++) {
        fitted[i] = base;
        for (int j = 0; j < players; j++) {
          fitted[i] += number(masks[i][j]) * contributions[j];
        }
      }
      return samples.length == 0 ? Double.NaN : Surrogate.r2(weights, samples, fitted);
    }
  }

  /** The same plan for a known base. */
  static Surrogate withBase(Surrogate plan, double base) {
    KernelLine line = (KernelLine) plan.line();
    return new Surrogate(plan.masks(), plan.backgrounds(), line.withBase(base));
  }
}
