package dev.evenhand.learn;

/** A tile whose rows keep their few features, for blocks that are mostly zeros. */
final class SparseTile implements Tile {
  private static final int STRIPS = 4;

  private final double[] scales;
  private final int width;
  private Block block;
  private int first;
  private int rows;

  SparseTile(double[] scales) {
    this.scales = scales;
    this.width = scales.length;
  }

  @Override
  public int most() {
    return STRIPS * LANES;
  }

  @Override
  public void load(Block loaded, int from, int n) {
    block = loaded;
    first = from;
    rows = n;
  }

  private double value(int at) {
    return block.values()[at] * scales[block.indices()[at]];
  }

  @Override
  public void margins(double[] weights, double[][] into) {
    for (int row = 0; row < rows; row++) {
      double margin = weights[width];
      for (int at = block.start(first + row); at < block.end(first + row); at++) {
        margin += weights[block.indices()[at]] * value(at);
      }
      into[row / LANES][row % LANES] = margin;
    }
  }

  @Override
  public void addWeighted(double[][] factors, Run run, ExactSums sums, int[] places) {
    for (int row = run.from(); row < run.to(); row++) {
      double factor = factors[row / LANES][row % LANES];
      if (factor != 0) {
        for (int place : places) {
          addRow(sums, place, factor, first + row);
        }
      }
    }
  }

  private void addRow(ExactSums sums, int place, double factor, int row) {
    for (int at = block.start(row); at < block.end(row); at++) {
      sums.add(place + block.indices()[at], factor * value(at));
    }
    sums.add(place + width, factor);
  }

  @Override
  public void addOuter(double[][] factors, RoundedSums sums) {
    int last = width * (width + 1) / 2;
    for (int row = 0; row < rows; row++) {
      double factor = factors[row / LANES][row % LANES];
      int from = block.start(first + row);
      for (int i = from; factor != 0 && i < block.end(first + row); i++) {
        double scaled = factor * value(i);
        int feature = block.indices()[i];
        int start = feature * (feature + 1) / 2;
        for (int j = from; j <= i; j++) {
          sums.add(start + block.indices()[j], scaled * value(j));
        }
        sums.add(last + feature, scaled);
      }
      sums.add(last + width, factor);
    }
  }
}
