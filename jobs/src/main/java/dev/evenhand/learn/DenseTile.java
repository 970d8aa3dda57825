package dev.evenhand.learn;

import java.util.Arrays;

/** A tile whose features lie column by column, so that sums over rows are vector instructions. */
final class DenseTile implements Tile {
  private static final int MOST_VALUES = 1 << 15;

  private final double[] scales;
  private final int width;
  private final double[][][] columns;
  private final double[][] products;
  private final double[] lanes = new double[LANES];
  private final RunSum sum = new RunSum();
  private int strips;

  DenseTile(double[] scales) {
    this.scales = scales;
    width = scales.length;
    int most = Math.min(8, Math.max(1, MOST_VALUES / (LANES * (width + 1))));
    columns = new double[width + 1][most][LANES];
    products = new double[most][LANES];
    for (double[] ones : columns[width]) {
      Arrays.fill(ones, 1);
    }
  }

  @Override
  public int most() {
    return products.length * LANES;
  }

  @Override
  public void load(Block block, int first, int rows) {
    strips = (rows + LANES - 1) / LANES;
    double[] values = block.values();
    for (int feature = 0; feature < width; feature++) {
      double scale = scales[feature];
      for (int strip = 0; strip < strips; strip++) {
        double[] column = columns[feature][strip];
        int length = Math.min(LANES, rows - strip * LANES);
        int at = (first + strip * LANES) * width + feature;
        for (int lane = 0; lane < length; lane++, at += width) {
          column[lane] = values[at] * scale;
        }
      }
    }
  }

  @Override
  public void margins(double[] weights, double[][] into) {
    for (int strip = 0; strip < strips; strip++) {
      Arrays.fill(into[strip], weights[width]);
      for (int feature = 0; feature < width; feature++) {
        addMultiple(into[strip], weights[feature], columns[feature][strip]);
      }
    }
  }

  private static void addMultiple(double[] into, double factor, double[] values) {
    for (int i = 0; i < into.length; i++) {
      into[i] += factor * values[i];
    }
  }

  @Override
  public void addWeighted(double[][] factors, Run run, ExactSums sums, int[] places) {
    for (int feature = 0; feature <= width; feature++) {
      sum.add(factors, columns[feature], run, sums, places, feature);
    }
  }

  @Override
  public void addOuter(double[][] factors, RoundedSums sums) {
    for (int i = 0; i <= width; i++) {
      for (int strip = 0; strip < strips; strip++) {
        multiply(products[strip], factors[strip], columns[i][strip]);
      }
      for (int j = 0; j <= i; j++) {
        double[][] column = columns[j];
        sums.start(lanes, products[0], column[0]);
        for (int strip = 1; strip < strips; strip++) {
          sums.accumulate(lanes, products[strip], column[strip]);
        }
        sums.add(i * (i + 1) / 2 + j, lanes);
      }
    }
  }

  private static void multiply(double[] into, double[] factors, double[] values) {
    for (int i = 0; i < into.length; i++) {
      into[i] = factors[i] * values[i];
    }
  }
}
