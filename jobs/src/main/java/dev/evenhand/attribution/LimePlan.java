package dev.evenhand.attribution;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * LIME's samples (Ribeiro, Singh, Guestrin 2016): each player keeps its value or takes that of a
 * background row, by a coin; samples weigh exp(−d / width²), d the number of players replaced; a
 * ridge line through their scores.
 */
record LimePlan(boolean[][] masks, double[] weights, double[][] solution)
    implements Surrogate.Line {
  private static final long serialVersionUID = 1L;

  static Surrogate of(int players, int background, int samples, double width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean[][] masks = new boolean[samples][players];
    int[][] backgrounds = new int[samples][1];
    double[] weights = new double[samples];
    for (int i = 0; i < samples; i++) {
      int replaced = 0;
      for (int j = 0; j < players; j++) {
        masks[i][j] = random.nextBoolean();
        replaced += masks[i][j] ? 0 : 1;
      }
      backgrounds[i][0] = random.nextInt(background);
      weights[i] = Math.exp(-replaced / (width * width));
    }
    LimePlan line = new LimePlan(masks, weights, solution(masks, weights, players));
    return new Surrogate(masks, backgrounds, line);
  }

  /** Coefficients and, last, the intercept are this times the scores; ridge 1 on coefficients. */
  private static double[][] solution(boolean[][] masks, double[] weights, int players) {
    RealMatrix normal = new Array2DRowRealMatrix(players + 1, players + 1);
    RealMatrix weighted = new Array2DRowRealMatrix(players + 1, masks.length);
    for (int j = 0; j < players; j++) {
      normal.setEntry(j, j, 1);
    }
    for (int i = 0; i < masks.length; i++) {
      for (int j = 0; j <= players; j++) {
        double left = entry(masks[i], j) * weights[i];
        weighted.setEntry(j, i, left);
        for (int k = 0; k <= players && left != 0; k++) {
          normal.addToEntry(j, k, left * entry(masks[i], k));
        }
      }
    }
    return new CholeskyDecomposition(normal, 1e-9, 1e-14).getSolver().solve(weighted).getData();
  }

  private static double entry(boolean[] mask, int j) {
    return j == mask.length || mask[j] ? 1 : 0;
  }

  @Override
  public Surrogate.Fit of(double score, double[] samples) {
    int players = solution.length - 1;
    double[] all = new double[players + 1];
    for (int j = 0; j <= players; j++) {
      for (int i = 0; i < samples.length; i++) {
        all[j] += solution[j][i] * samples[i];
      }
    }
    double[] fitted = new double[samples.length];
    for (int i = 0; i < samples.length; i++) {
      for (int j = 0; j <= players; j++) {
        fitted[i] += entry(masks[i], j) * all[j];
      }
    }
    return new Surrogate.Fit(
        Arrays.copyOf(all, players), all[players], Surrogate.r2(weights, samples, fitted));
  }
}
