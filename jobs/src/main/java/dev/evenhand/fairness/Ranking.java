package dev.evenhand.fairness;

import dev.evenhand.fairness.ScanState.Group;
import java.util.List;

/** The scores of all groups in order, from which any union of groups can be ranked. */
interface Ranking {
  /**
   * The rank statistics of each target.
   *
   * @param targets for each group the target that it is part of
   * @param totals the tally of each target
   */
  RankStats[] stats(int[] targets, List<Tally> totals);

  static Ranking of(List<Group> groups, int level) {
    List<ScoreCells> cells = groups.stream().map(group -> group.scores).toList();
    if (cells.stream().allMatch(BinTable.class::isInstance)) {
      return new BinnedCells(cells.stream().map(BinTable.class::cast).toList(), level);
    }
    return new RankedCells(
        cells.stream().map(ScoreTable.class::cast).toList(), level != Bins.EXACT);
  }
}
