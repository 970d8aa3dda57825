package dev.evenhand.attribution;

/**
 * Nodes and weights on [0, 1] that integrate every polynomial of degree 2n − 1 exactly.
 *
 * @param nodes in (0, 1), ascending
 */
record GaussLegendre(double[] nodes, double[] weights) {
  private static final int MOST = 64;
  private static final GaussLegendre[] MADE = new GaussLegendre[MOST];

  /** The rule that is exact up to a degree. */
  static GaussLegendre exactTo(int degree) {
    return points(Math.max(1, (degree + 2) / 2));
  }

  static synchronized GaussLegendre points(int n) {
    if (MADE[n] == null) {
      MADE[n] = made(n);
    }
    return MADE[n];
  }

  private static GaussLegendre made(int n) {
    double[] nodes = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      double x = -Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
      double slope = 0;
      for (int step = 0; step < 100; step++) { // Newton's, which needs about five
        double[] legendre = legendre(n, x);
        slope = legendre[1];
        double next = x - legendre[0] / slope;
        boolean isDone = Math.abs(next - x) < 1e-16;
        x = next;
        if (isDone) {
          break;
        }
      }
      nodes[i] = (1 + x) / 2;
      weights[i] = 1 / ((1 - x * x) * slope * slope);
    }
    return new GaussLegendre(nodes, weights);
  }

  /** Pₙ(x) and its derivative. */
  private static double[] legendre(int n, double x) {
    double before = 1;
    double value = x;
    for (int k = 2; k <= n; k++) {
      double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
      before = value;
      value = next;
    }
    return new double[] {value, n * (x * value - before) / (x * x - 1)};
  }
}
