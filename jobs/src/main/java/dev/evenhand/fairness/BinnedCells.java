package dev.evenhand.fairness;

import java.util.Arrays;
import java.util.List;

/** Counts of rows in bins: the bins of a target are summed into one array and walked once. */
final class BinnedCells implements Ranking {
  private final List<BinTable> tables;
  private final int bins;

  BinnedCells(List<BinTable> tables, int level) {
    this.tables = tables;
    this.bins = Bins.count(level);
  }

  @Override
  public RankStats[] stats(int[] targets, List<Tally> totals) {
    RankStats[] stats = new RankStats[totals.size()];
    double[] rows = new double[2 * bins];
    for (int target = 0; target < stats.length; target++) {
      Arrays.fill(rows, 0);
      for (int group = 0; group < targets.length; group++) {
        if (targets[group] == target) {
          tables.get(group).addTo(rows);
        }
      }
      stats[target] = RankSums.ofBins(rows, totals.get(target));
    }
    return stats;
  }
}
