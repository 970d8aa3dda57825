package dev.evenhand.attribution;

import java.util.Arrays;

/**
 * A leaf whose unknown players follow the training rows at their splits: v(S) = Πᵢ∈S oᵢ Πᵢ∉S rᵢ, o
 * 1 where the row satisfies the player's part, r its share of rows. Lundberg et al. (2018),
 * algorithm 1. The integrand φᵢ = ∫ (oᵢ − rᵢ) Π_{j≠i} (oⱼ t + rⱼ (1 − t)) dt is a polynomial, so
 * that the rule of Gauss and Legendre is exact.
 */
record PathDependentLeaf(LeafPath path) implements LeafGame {
  private static final long serialVersionUID = 1L;

  @Override
  public double base() {
    double base = 1;
    for (double share : path.unknown()) {
      base *= share;
    }
    return base;
  }

  @Override
  public void shares(long answers, double[] shares) {
    int n = path.players().length;
    long known = path.satisfied(answers);
    GaussLegendre rule = GaussLegendre.exactTo(n - 1);
    Arrays.fill(shares, 0, n, 0);
    double[] factors = new double[n];
    for (int k = 0; k < rule.nodes().length; k++) {
      fill(factors, known, rule.nodes()[k]);
      double before = rule.weights()[k];
      for (int i = 0; i < n; i++) {
        shares[i] += before * after(factors, i + 1, n);
        before *= factors[i];
      }
    }
    for (int i = 0; i < n; i++) {
      shares[i] *= difference(known, i);
    }
  }

  @Override
  public void pairs(long answers, double[] pairs) {
    int n = path.players().length;
    long known = path.satisfied(answers);
    GaussLegendre rule = GaussLegendre.exactTo(n - 2);
    Arrays.fill(pairs, 0, n * n, 0);
    double[] factors = new double[n];
    for (int k = 0; k < rule.nodes().length; k++) {
      fill(factors, known, rule.nodes()[k]);
      double before = rule.weights()[k] / 2;
      for (int i = 0; i < n; i++) {
        double between = before;
        for (int j = i + 1; j < n; j++) {
          double both = difference(known, i) * difference(known, j);
          pairs[i * n + j] += both * between * after(factors, j + 1, n);
          between *= factors[j];
        }
        before *= factors[i];
      }
    }
  }

  private void fill(double[] factors, long known, double t) {
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (known >>> i & 1) * t + path.unknown()[i] * (1 - t);
    }
  }

  private double difference(long known, int i) {
    return (known >>> i & 1) - path.unknown()[i];
  }

  private static double after(double[] factors, int from, int to) {
    double product = 1;
    for (int i = from; i < to; i++) {
      product *= factors[i];
    }
    return product;
  }
}
