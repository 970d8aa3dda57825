package dev.evenhand.learn;

import java.io.Serializable;

/**
 * The leaves of a grown tree: Σ weight · residual² and Σ weight · the loss's own residual of each,
 * and the distribution of each cell's margins in each part of the tree.
 *
 * <p>Margins are counted in bins around the cut, from -{@link #REACH} to {@link #REACH}, so that
 * the rates of all groups are known for every shift of a part's margins.
 */
final class LeafTallies implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Margins further from the cut are out of a shift's reach. */
  static final double REACH = 1.5;

  /** Keeps edges off the margins that a tree of few values gives. */
  private static final double OFFSET = 0.381966;

  private static final int MOST_SUMS = 1 << 21;
  private static final int MOST_BINS = 512;
  private static final int FEWEST_BINS = 48;
  private static final int MOST_PARTS = 64;

  /**
   * Their sizes.
   *
   * @param parts of the tree; 0 where margins don't matter
   * @param cells of labels and groups
   * @param bins of margins
   */
  record Shape(int parts, int cells, int bins) implements Serializable {
    private static final long serialVersionUID = 1L;

    static final Shape NONE = new Shape(0, 0, 0);

    static Shape of(int cells) {
      int parts = Math.max(1, Math.min(MOST_PARTS, MOST_SUMS / (cells * FEWEST_BINS)));
      int bins = Math.min(MOST_BINS, MOST_SUMS / (cells * parts));
      return new Shape(parts, cells, Math.max(FEWEST_BINS, bins));
    }

    /** As fine, for fewer parts. */
    Shape with(int fewer) {
      return new Shape(fewer, cells, bins);
    }

    double step() {
      return 2 * REACH / bins;
    }

    /** The lower edge of a bin, relative to the cut. */
    double edge(double bin) {
      return (bin + OFFSET) * step() - REACH;
    }

    /** The bin in which a margin lies, as a real number; its whole part may be out of range. */
    double place(double margin) {
      return (margin + REACH) / step() - OFFSET;
    }
  }

  private final Shape shape;
  private final int[] partOf;
  private final FixedScale squareScale;
  private final FixedScale weightScale;
  private final long[] squares;
  private final long[] losses;
  private final long[] margins;

  /**
   * @param partOf the part of each node
   */
  LeafTallies(Shape shape, int[] partOf, FixedScale squareScale, FixedScale weightScale) {
    this.shape = shape;
    this.partOf = partOf;
    this.squareScale = squareScale;
    this.weightScale = weightScale;
    squares = new long[partOf.length];
    losses = new long[partOf.length];
    margins = new long[shape.parts() * shape.cells() * shape.bins()];
  }

  boolean hasMargins() {
    return shape.parts() > 0;
  }

  void add(int leaf, double weight, double residual, double lossResidual) {
    squares[leaf] += squareScale.of(weight * residual * residual);
    losses[leaf] += squareScale.of(weight * lossResidual);
  }

  void addMargin(int leaf, double margin, double weight, int label, int[] groups) {
    int bin = (int) Math.floor(shape.place(margin));
    bin = Math.max(0, Math.min(shape.bins() - 1, bin));
    long fixed = weightScale.of(weight);
    int first = partOf[leaf] * shape.cells();
    for (int group : groups) {
      margins[(first + 2 * group + label) * shape.bins() + bin] += fixed;
    }
  }

  LeafTallies merge(LeafTallies other) {
    for (int i = 0; i < squares.length; i++) {
      squares[i] += other.squares[i];
      losses[i] += other.losses[i];
    }
    for (int i = 0; i < margins.length; i++) {
      margins[i] += other.margins[i];
    }
    return this;
  }

  double square(int leaf) {
    return squareScale.value(squares[leaf]);
  }

  /** Σ weight · residual of the loss alone. */
  double loss(int leaf) {
    return squareScale.value(losses[leaf]);
  }

  /** The weight at and above each edge: {part · cells + cell}{bin}. */
  double[][] tails() {
    double[][] tails = new double[shape.parts() * shape.cells()][shape.bins() + 1];
    for (int i = 0; i < tails.length; i++) {
      long above = 0;
      for (int bin = shape.bins() - 1; bin >= 0; bin--) {
        above += margins[i * shape.bins() + bin];
        tails[i][bin] = weightScale.value(above);
      }
    }
    return tails;
  }
}
