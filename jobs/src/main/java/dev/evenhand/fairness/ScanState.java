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

  /** Pages of counts that are kept once scores are binned: 28 MB. */
  private static final int PAGES = 400_000;

  /** Cells of weights that are kept once scores are binned: 40 MB. */
  private static final int WEIGHTED_CELLS = 1_000_000;

  /** Rows that can't be used, by reason. */
  enum Refusal {
    LABEL("label is not 0 or 1", "label is not a finite number"),
    PREDICTION("prediction is not 0 or 1", "prediction is not a finite number"),
    SCORE("score is not in [0, 1]"),
    WEIGHT("weight is not a finite number of 0 or more"),
    SUBJECT("subject is missing");

    private final String reason;
    private final String reasonAmongNumbers;

    Refusal(String reason) {
      this(reason, reason);
    }

    Refusal(String reason, String reasonAmongNumbers) {
      this.reason = reason;
      this.reasonAmongNumbers = reasonAmongNumbers;
    }

    String reason(Columns columns) {
      return columns.isRegression() ? reasonAmongNumbers : reason;
    }
  }

  /** One combination of groups. */
  static final class Group implements Serializable {
    private static final long serialVersionUID = 1L;
    final Tally tally = new Tally();
    ScoreCells scores;

    Group(ScoreCells scores) {
      this.scores = scores;
    }
  }

  private final Map<List<String>, Group> groups = new HashMap<>();
  private final long[] refused = new long[Refusal.values().length];
  private final int exactLimit;
  private final boolean isWeighted;
  private int cells;
  private int level = Bins.EXACT;

  /** The same rows by block of subjects, whose number ends the key; null if not asked for. */
  private final ScanState blocks;

  ScanState(int exactLimit, boolean isWeighted, boolean hasBlocks) {
    this.exactLimit = exactLimit;
    this.isWeighted = isWeighted;
    this.blocks = hasBlocks ? new ScanState(isWeighted) : null;
  }

  /** For blocks, which serve spreads alone: scores are binned from the first. */
  private ScanState(boolean isWeighted) {
    this(0, isWeighted, false);
    this.level = Blocks.LEVEL;
  }

  private ScanState(ScanState like) {
    this.exactLimit = like.exactLimit;
    this.isWeighted = like.isWeighted;
    this.level = like.level;
    this.blocks = like.blocks == null ? null : new ScanState(like.blocks);
  }

  ScanState blocks() {
    return blocks;
  }

  Group newGroup() {
    ScoreTable exact = new ScoreTable(Bins.EXACT, isWeighted);
    return new Group(level == Bins.EXACT ? exact : exact.at(level));
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

  /** The level of the bins; {@link Bins#EXACT} if there are none. */
  int level() {
    return level;
  }

  /** A state for each combination of the first columns of the key, which leave it. */
  Map<List<String>, ScanState> splitBy(int columns) {
    Map<List<String>, ScanState> parts = new HashMap<>();
    groups.forEach(
        (key, group) -> {
          List<String> part = List.copyOf(key.subList(0, columns));
          ScanState state = parts.computeIfAbsent(part, p -> new ScanState(this));
          state.put(List.copyOf(key.subList(columns, key.size())), group);
          state.cells += group.scores.size();
        });
    if (blocks != null) {
      blocks
          .splitBy(columns)
          .forEach((part, state) -> parts.get(part).blocks.groups.putAll(state.groups));
    }
    return parts;
  }

  void addScore(Group group, int label, double weight, double score) {
    int before = group.scores.size();
    group.scores.add(score, label, weight);
    cells += group.scores.size() - before;
  }

  private boolean isOverLimit() {
    return level == Bins.EXACT
        ? cells > exactLimit
        : cells > (isWeighted ? WEIGHTED_CELLS : PAGES) && level + 1 < Bins.LEVELS;
  }

  /** Makes the bins coarser until the score cells are within the limit. */
  void keepWithinLimit(Iterable<Group> all) {
    while (isOverLimit()) {
      coarsen(level + 1, all);
    }
  }

  private void coarsen(int newLevel, Iterable<Group> all) {
    level = newLevel;
    cells = 0;
    for (Group group : all) {
      group.scores = group.scores.at(level);
      cells += group.scores.size();
    }
  }

  /** Takes in another state, which must not be used afterwards. */
  ScanState merge(ScanState other) {
    for (int i = 0; i < refused.length; i++) {
      refused[i] += other.refused[i];
    }
    if (other.level > level) {
      coarsen(other.level, groups.values());
    } else if (level > other.level) {
      other.coarsen(level, other.groups.values());
    }
    for (Map.Entry<List<String>, Group> entry : other.groups.entrySet()) {
      Group known = groups.putIfAbsent(entry.getKey(), entry.getValue());
      if (known != null) {
        known.tally.merge(entry.getValue().tally);
        known.scores.merge(entry.getValue().scores);
      }
    }
    cells = groups.values().stream().mapToInt(group -> group.scores.size()).sum();
    keepWithinLimit(groups.values());
    if (blocks != null) {
      blocks.merge(other.blocks);
    }
    return this;
  }
}
