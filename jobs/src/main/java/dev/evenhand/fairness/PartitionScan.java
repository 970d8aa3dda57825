package dev.evenhand.fairness;

import dev.evenhand.fairness.ScanState.Group;
import dev.evenhand.fairness.ScanState.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/**
 * Folds the rows of one task into a {@link ScanState}.
 *
 * <p>A hand-written loop over Spark's own rows: the group key is hashed and compared as bytes, and
 * all sums and score tables are arrays of primitives. Column expressions would need one shuffle
 * keyed by score, which was seen to take two to three times as long.
 *
 * @param groups how many group columns the key holds
 * @param scored whether there is a score
 * @param weighted whether rows have weights
 * @param limit how many distinct (group, score) cells are kept exactly
 */
record PartitionScan(int groups, boolean scored, boolean weighted, int limit)
    implements FlatMapFunction<Iterator<InternalRow>, ScanState> {
  static final int KEY = 0;
  static final int LABEL = 1;
  static final int PREDICTION = 2;
  static final int SCORE = 3;
  static final int WEIGHT = 4;

  @Override
  public Iterator<ScanState> call(Iterator<InternalRow> rows) {
    Map<UnsafeRow, Group> found = new HashMap<>();
    ScanState state = new ScanState(limit, weighted);
    ScoreBatch waiting = new ScoreBatch();
    while (rows.hasNext()) {
      fold(rows.next(), state, found, waiting);
      if (waiting.isFull()) {
        count(waiting, state, found);
      }
    }
    count(waiting, state, found);
    found.forEach((key, group) -> state.put(names(key), group));
    return List.of(state).iterator();
  }

  private static void count(ScoreBatch waiting, ScanState state, Map<UnsafeRow, Group> found) {
    waiting.countInto(state);
    state.keepWithinLimit(found.values());
  }

  private void fold(
      InternalRow row, ScanState state, Map<UnsafeRow, Group> found, ScoreBatch waiting) {
    Refusal refusal = refusal(row);
    if (refusal != null) {
      state.refuse(refusal);
      return;
    }
    Group group = group((UnsafeRow) row.getStruct(KEY, groups), state, found);
    int label = (int) row.getDouble(LABEL);
    int cell = 2 * label + (int) row.getDouble(PREDICTION);
    double weight = row.getDouble(WEIGHT);
    group.tally.add(cell, weight);
    if (scored) {
      double score = row.getDouble(SCORE);
      group.tally.addScore(cell, weight, score);
      waiting.add(group, label, weight, score);
    }
  }

  private static Group group(UnsafeRow key, ScanState state, Map<UnsafeRow, Group> found) {
    Group group = found.get(key);
    if (group == null) {
      group = state.newGroup();
      found.put(key.copy(), group);
    }
    return group;
  }

  private Refusal refusal(InternalRow row) {
    if (!isBinary(row, LABEL)) {
      return Refusal.LABEL;
    }
    if (!isBinary(row, PREDICTION)) {
      return Refusal.PREDICTION;
    }
    if (scored && !isWithin(row, SCORE, 1)) {
      return Refusal.SCORE;
    }
    return isWithin(row, WEIGHT, Double.MAX_VALUE) ? null : Refusal.WEIGHT;
  }

  private static boolean isBinary(InternalRow row, int column) {
    double value = row.getDouble(column);
    return !row.isNullAt(column) && (value == 0 || value == 1);
  }

  private static boolean isWithin(InternalRow row, int column, double most) {
    double value = row.getDouble(column);
    return !row.isNullAt(column) && value >= 0 && value <= most; // NaN fails both
  }

  private List<String> names(UnsafeRow key) {
    String[] names = new String[groups];
    for (int i = 0; i < groups; i++) {
      names[i] = key.getUTF8String(i).toString();
    }
    return new ArrayList<>(Arrays.asList(names));
  }
}
