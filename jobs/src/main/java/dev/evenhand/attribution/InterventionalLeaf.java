package dev.evenhand.attribution;

import java.util.Arrays;

/**
 * A leaf whose unknown players take the values of background rows: v(S) is the mean over them of
 * [the row satisfies the parts of S] · [the background row satisfies the rest]. With X the players
 * that only the row satisfies and Z those that only the background row does, all others both, φᵢ is
 * (|X|−1)! |Z|! / (|X|+|Z|)! in X, and −|X|! (|Z|−1)! / (|X|+|Z|)! in Z. Lundberg et al. (2020),
 * algorithm 3. Background rows matter only by what they satisfy, so they are counts by that.
 *
 * @param background what background rows satisfy, each combination once
 * @param shares of the background rows with each
 */
record InterventionalLeaf(LeafPath path, long[] background, double[] shares) implements LeafGame {
  private static final long serialVersionUID = 1L;

  @Override
  public double base() {
    long all = all();
    double base = 0;
    for (int b = 0; b < background.length; b++) {
      base += background[b] == all ? shares[b] : 0;
    }
    return base;
  }

  private long all() {
    return (1L << path.players().length) - 1;
  }

  @Override
  public void shares(long answers, double[] players) {
    int n = path.players().length;
    long row = path.satisfied(answers);
    Arrays.fill(players, 0, n, 0);
    for (int b = 0; b < background.length; b++) {
      if ((row | background[b]) != all()) {
        continue;
      }
      long mine = row & ~background[b];
      long theirs = background[b] & ~row;
      int x = Long.bitCount(mine);
      int z = Long.bitCount(theirs);
      for (int i = 0; i < n; i++) {
        if ((mine >>> i & 1) == 1) {
          players[i] += shares[b] * beta(x - 1, z);
        } else if ((theirs >>> i & 1) == 1) {
          players[i] -= shares[b] * beta(x, z - 1);
        }
      }
    }
  }

  @Override
  public void pairs(long answers, double[] pairs) {
    int n = path.players().length;
    long row = path.satisfied(answers);
    Arrays.fill(pairs, 0, n * n, 0);
    for (int b = 0; b < background.length; b++) {
      if ((row | background[b]) != all()) {
        continue;
      }
      long mine = row & ~background[b];
      long apart = row ^ background[b];
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          if ((apart >>> i & apart >>> j & 1) == 1) {
            pairs[i * n + j] += shares[b] / 2 * pair(mine, apart, i, j);
          }
        }
      }
    }
  }

  private static double pair(long mine, long apart, int i, int j) {
    int own = (int) ((mine >>> i & 1) + (mine >>> j & 1));
    int x = Long.bitCount(mine) - own;
    int z = Long.bitCount(apart & ~mine) - (2 - own);
    return own == 1 ? -beta(x, z) : beta(x, z);
  }

  /** ∫ tˣ (1 − t)ᶻ dt = x! z! / (x + z + 1)!. */
  private static double beta(int x, int z) {
    double value = 1.0 / (x + z + 1);
    for (int k = 1; k <= z; k++) {
      value *= (double) k / (x + k);
    }
    return value;
  }
}
