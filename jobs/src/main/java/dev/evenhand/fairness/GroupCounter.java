package dev.evenhand.fairness;

import dev.evenhand.fairness.ScanState.Group;
import java.util.ArrayList;
import java.util.List;

/** Counts the rows of one task into the groups of a state, scores in batches. */
final class GroupCounter {
  private final ScanState state;
  private final boolean scored;
  private final List<Group> groups = new ArrayList<>();
  private final ScoreBatch waiting = new ScoreBatch();

  GroupCounter(ScanState state, boolean scored) {
    this.state = state;
    this.scored = scored;
  }

  Group newGroup() {
    Group group = state.newGroup();
    groups.add(group);
    return group;
  }

  /** Counts a row; its score is not looked at where there are none. */
  void add(Group group, int cell, double weight, double score) {
    group.tally.add(cell, weight);
    if (scored) {
      group.tally.addScore(cell, weight, score);
      waiting.add(group, cell / 2, weight, score);
      if (waiting.isFull()) {
        flush();
      }
    }
  }

  /** Counts the scores that wait. */
  void flush() {
    waiting.countInto(state);
    state.keepWithinLimit(groups);
  }
}
