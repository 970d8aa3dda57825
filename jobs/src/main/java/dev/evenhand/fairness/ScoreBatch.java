package dev.evenhand.fairness;

import dev.evenhand.fairness.ScanState.Group;

/**
 * Scores that wait to be counted. Each goes to another corner of memory; counted one right after
 * the other, the processor fetches several corners at a time.
 */
final class ScoreBatch {
  private static final int MOST = 1024;

  private final Group[] groups = new Group[MOST];
  private final int[] labels = new int[MOST];
  private final double[] weights = new double[MOST];
  private final double[] scores = new double[MOST];
  private int size;

  boolean isFull() {
    return size == MOST;
  }

  void add(Group group, int label, double weight, double score) {
    groups[size] = group;
    labels[size] = label;
    weights[size] = weight;
    scores[size++] = score;
  }

  /** Counts the scores and forgets them. */
  void countInto(ScanState state) {
    for (int i = 0; i < size; i++) {
      state.addScore(groups[i], labels[i], weights[i], scores[i]);
    }
    size = 0;
  }
}
