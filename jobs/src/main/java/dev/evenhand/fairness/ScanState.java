package dev.evenhand.fairness;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one pass has found so far: a tally and a score table for each combination of groups, and how
 * many rows it could not use. States merge in any order.
 *
 * <p>Scores are kept exactly up to a limit of distinct (group, score) cells; beyond it low bits are
 * dropped, so that memory does not grow with rows.
 */
final class ScanState implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bits dropped when exact scores become bins: 8,192 bins remain for each halving. */
  private static final int FIRST_DROP = 39;

  private static final int LAST_DROP = 44;

  /** Rows that can't be used, by reason. */
  enum Refusal {
    LABEL("label is not 0 or 1"),
    PREDICTION("prediction is not 0 or 1"),
    SCORE("score is not in [0, 1]"),
    WEIGHT("weight is not a finite number of 0 or more");

    final String reason;

    Refusal(String reason) {
      this.reason = reason;
    }
  }

  /** One combination of groups. */
  static final class Group implements Serializable {
    private static final long serialVersionUID = 1L;
    final Tally tally = new Tally();
    ScoreTable scores = new ScoreTable();
  }

  private final Map<List<String>, Group> groups = new HashMap<>();
  private final long[] refused = new long[Refusal.values().length];
  private final int limit;
  private int cells;
  private int dropped;

  ScanState(int limit) {
    this.limit = limit;
  }

  void put(List<String> key, Group group) {
    groups.put(key, group);
  }

  void refuse(Refusal refusal) {
    refused[refusal.ordinal()]++;
  }

  long refused(Refusal refusal) {
    return refused[refusal.ordinal()];
  }

  Map<List<String>, Group> groups() {
    return groups;
  }

  int cells() {
    return cells;
  }

  /** Bits dropped from scores so far; 0 means that they are exact. */
  int dropped() {
    return dropped;
  }

  void addScore(Group group, int label, double weight, double score) {
    if (group.scores.add(ScoreTable.key(score, dropped), label, weight)) {
      cells++;
    }
  }

  /** Drops precision until the score cells are within the limit. */
  void keepWithinLimit(Iterable<Group> all) {
    while (cells > limit && dropped < LAST_DROP) {
      dropped = Math.max(FIRST_DROP, dropped + 1);
      cells = 0;
      for (Group group : all) {
        group.scores = group.scores.coarsened(dropped);
        cells += group.scores.size();
      }
    }
  }

  boolean isOverLimit() {
    return cells > limit && dropped < LAST_DROP;
  }

  ScanState merge(ScanState other) {
    for (int i = 0; i < refused.length; i++) {
      refused[i] += other.refused[i];
    }
    if (other.dropped > dropped) {
      dropped = other.dropped;
      groups.values().forEach(group -> group.scores = group.scores.coarsened(dropped));
    }
    for (Map.Entry<List<String>, Group> entry : other.groups.entrySet()) {
      Group group = groups.computeIfAbsent(entry.getKey(), key -> new Group());
      group.tally.merge(entry.getValue().tally);
      group.scores.merge(entry.getValue().scores, dropped);
    }
    cells = groups.values().stream().mapToInt(group -> group.scores.size()).sum();
    keepWithinLimit(groups.values());
    return this;
  }
}
