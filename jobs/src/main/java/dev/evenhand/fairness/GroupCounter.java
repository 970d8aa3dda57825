package dev.evenhand.fairness;

import dev.evenhand.fairness.ScanState.Group;
import java.util.ArrayList;
import java.util.List;

/** Counts the rows of one task into the groups of a state, scores in batches. */
final class GroupCounter {
  private final ScanState state;
  private final boolean isRegression;
  private final boolean scored;
  private final List<Group> groups = new ArrayList<>();
  private final ScoreBatch waiting = new ScoreBatch();

  GroupCounter(ScanState state, Columns columns) {
    this.state = state;
    this.isRegression = columns.isRegression();
    this.scored = columns.hasScore();
  }

  Group newGroup() {
    Group group = state.newGroup();
    groups.add(group);
    return group;
  }

  /** Counts a row; its score is not looked at where there are none. */
  void add(Group group, double label, double prediction, double weight, double score) {
    if (isRegression) {
      group.tally.addNumbers(label, prediction, weight);
      return;
    }
    int cell = 2 * (int) label + (int) prediction;
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
