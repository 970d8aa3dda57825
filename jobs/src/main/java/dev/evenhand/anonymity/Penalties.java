package dev.evenhand.anonymity;

/**
 * What an interval of each dimension loses, times the dimension's factor; small domains by rote.
 */
final class Penalties {
  private static final int MOST_VALUES = 512;

  private final Tuples tuples;
  private final double[] factors;
  private final double[][] known;

  Penalties(Tuples tuples, double[] factors) {
    this.tuples = tuples;
    this.factors = factors;
    known = new double[factors.length][];
    for (int d = 0; d < factors.length; d++) {
      int size = tuples.domain(d).size();
      if (size <= MOST_VALUES) {
        known[d] = new double[size * size];
        for (int low = 0; low < size; low++) {
          for (int high = low + 1; high < size; high++) {
            known[d][low * size + high] = factors[d] * tuples.domain(d).penalty(low, high, 0);
          }
        }
      }
    }
  }

  double of(int dimension, int lowest, int highest) {
    Domain domain = tuples.domain(dimension);
    return known[dimension] == null
        ? factors[dimension] * domain.penalty(lowest, highest, 0)
        : known[dimension][lowest * domain.size() + highest];
  }
}
