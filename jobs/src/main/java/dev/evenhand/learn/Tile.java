package dev.evenhand.learn;

/**
 * Some hundreds of rows of a block, and the linear algebra on their features. Rows lie in strips of
 * {@link #LANES}; a figure of row r is at {@code [r / LANES][r % LANES]}, and beyond the last row
 * it is 0.
 */
interface Tile {
  /** Rows of a strip: long enough for vector instructions, short enough to stay in the cache. */
  int LANES = 128;

  /** A tile for blocks of this width. */
  static Tile of(Block block, double[] scales) {
    return block.isDense() ? new DenseTile(scales) : new SparseTile(scales);
  }

  /** The most rows it takes at once. */
  int most();

  /** Takes rows of a block, their features multiplied by the scales. */
  void load(Block block, int first, int rows);

  /** Each row's w'x + intercept, features added in their order. */
  void margins(double[] weights, double[][] into);

  /** Adds Σ factor · (x, 1) over the rows in [from, to) to the sums at each place. */
  void addWeighted(double[][] factors, Run run, ExactSums sums, int[] places);

  /** Adds Σ factor · (x, 1)(x, 1)' over all rows, the lower triangle by rows. */
  void addOuter(double[][] factors, RoundedSums sums);

  /** Rows of a tile from one to another. */
  record Run(int from, int to) {}

  /** Figures for as many rows. */
  static double[][] strips(int rows) {
    return new double[(rows + LANES - 1) / LANES][LANES];
  }

  static double sum(double[] lanes) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    for (int i = 0; i < lanes.length; i += 4) {
      first += lanes[i];
      second += lanes[i + 1];
      third += lanes[i + 2];
      fourth += lanes[i + 3];
    }
    return (first + second) + (third + fourth);
  }
}
