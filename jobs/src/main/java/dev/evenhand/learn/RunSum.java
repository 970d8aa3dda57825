package dev.evenhand.learn;

import java.util.Arrays;

/** Exact sums over a run of a tile's rows. */
final class RunSum {
  private final ExactSums.Lanes lanes = new ExactSums.Lanes();
  private final double[] edge = new double[Tile.LANES];

  /** Adds Σ factor · value over the rows of the run to the sums at each place, moved by offset. */
  void add(
      double[][] factors,
      double[][] values,
      Tile.Run run,
      ExactSums sums,
      int[] places,
      int offset) {
    lanes.clear();
    for (int strip = run.from() / Tile.LANES; strip * Tile.LANES < run.to(); strip++) {
      int from = Math.max(0, run.from() - strip * Tile.LANES);
      int to = Math.min(Tile.LANES, run.to() - strip * Tile.LANES);
      double[] chosen = factors[strip];
      if (from > 0 || to < Tile.LANES) {
        Arrays.fill(edge, 0);
        System.arraycopy(chosen, from, edge, from, to - from);
        chosen = edge;
      }
      sums.accumulate(lanes, chosen, values[strip]);
    }
    for (int place : places) {
      sums.add(place + offset, lanes);
    }
  }
}
