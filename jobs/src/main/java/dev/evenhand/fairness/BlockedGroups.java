package dev.evenhand.fairness;

import dev.evenhand.fairness.ScanState.Group;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The finest groups of a pass by block of subjects, from which any union of them has its blocks.
 */
final class BlockedGroups {
  private final Group[][] groups;
  private final boolean scored;
  private final int bins;

  /**
   * @param keys of the groups, in the order in which targets name them
   */
  BlockedGroups(List<List<String>> keys, ScanState state, boolean scored) {
    this.scored = scored;
    this.bins = Bins.count(state.level());
    this.groups = new Group[keys.size()][Blocks.COUNT];
    Map<List<String>, Integer> places = new HashMap<>();
    keys.forEach(key -> places.put(key, places.size()));
    state
        .groups()
        .forEach(
            (key, group) -> {
              int last = key.size() - 1;
              groups[places.get(key.subList(0, last))][Integer.parseInt(key.get(last))] = group;
            });
  }

  /**
   * The blocks of each target.
   *
   * @param targets for each group the target that it is part of
   */
  Blocks[] of(int[] targets, int count) {
    Blocks[] all = new Blocks[count];
    double[][] cells = new double[Blocks.COUNT][scored ? 2 * bins : 0];
    for (int target = 0; target < count; target++) {
      Tally[] tallies = new Tally[Blocks.COUNT];
      for (int block = 0; block < Blocks.COUNT; block++) {
        Arrays.fill(cells[block], 0);
        tallies[block] = gathered(targets, target, block, cells[block]);
      }
      all[target] = new Blocks(tallies, scored ? ranks(tallies, cells) : null);
    }
    return all;
  }

  private Tally gathered(int[] targets, int target, int block, double[] cells) {
    Tally tally = null;
    for (int group = 0; group < targets.length; group++) {
      Group there = targets[group] == target ? groups[group][block] : null;
      if (there != null) {
        tally = tally == null ? new Tally() : tally;
        tally.merge(there.tally);
        if (scored) {
          there.scores.addTo(cells);
        }
      }
    }
    return tally;
  }

  private RankStats[] ranks(Tally[] tallies, double[][] cells) {
    double[] total = new double[2 * bins];
    for (double[] block : cells) {
      for (int i = 0; i < total.length; i++) {
        total[i] += block[i];
      }
    }
    Tally[] without = Blocks.without(tallies);
    RankStats[] ranks = new RankStats[Blocks.COUNT];
    double[] rest = new double[total.length];
    for (int block = 0; block < Blocks.COUNT; block++) {
      if (tallies[block] != null) {
        for (int i = 0; i < rest.length; i++) {
          rest[i] = Math.max(0, total[i] - cells[block][i]);
        }
        ranks[block] = RankSums.ofBins(rest, without[block]);
      }
    }
    return ranks;
  }
}
