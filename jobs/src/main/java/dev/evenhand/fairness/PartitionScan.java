package dev.evenhand.fairness;

import dev.evenhand.fairness.ScanState.Group;
import dev.evenhand.fairness.ScanState.Refusal;
import java.util.ArrayList;
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
 * @param columns what the rows have
 * @param limit how many distinct (group, score) cells are kept exactly
 */
record PartitionScan(int groups, Columns columns, int limit)
    implements FlatMapFunction<Iterator<InternalRow>, ScanState> {
  static final int KEY = 0;
  static final int LABEL = 1;
  static final int PREDICTION = 2;
  static final int SCORE = 3;
  static final int WEIGHT = 4;
  static final int BLOCK = 5;

  @Override
  public Iterator<ScanState> call(Iterator<InternalRow> rows) {
    boolean scored = columns.hasScore();
    boolean blocked = columns.hasSubject();
    ScanState state = new ScanState(limit, columns.hasWeight(), blocked);
    KeyTable found = new KeyTable();
    Map<Group, Group[]> byBlock = new HashMap<>();
    GroupCounter counter = new GroupCounter(state, columns);
    GroupCounter blockCounter = blocked ? new GroupCounter(state.blocks(), columns) : null;
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      Refusal refusal = refusal(row);
      if (refusal != null) {
        state.refuse(refusal);
        continue;
      }
      double label = row.getDouble(LABEL);
      double prediction = row.getDouble(PREDICTION);
      double weight = row.getDouble(WEIGHT);
      double score = scored ? row.getDouble(SCORE) : 0;
      Group group = found.get((UnsafeRow) row.getStruct(KEY, groups), counter::newGroup);
      counter.add(group, label, prediction, weight, score);
      if (blocked) {
        Group[] blocks = byBlock.computeIfAbsent(group, key -> new Group[Blocks.COUNT]);
        int block = row.getInt(BLOCK);
        if (blocks[block] == null) {
          blocks[block] = blockCounter.newGroup();
        }
        blockCounter.add(blocks[block], label, prediction, weight, score);
      }
    }
    counter.flush();
    if (blocked) {
      blockCounter.flush();
    }
    found.forEach(
        (key, group) -> {
          List<String> names = names(key);
          state.put(names, group);
          put(names, byBlock.get(group), state.blocks());
        });
    return List.of(state).iterator();
  }

  /** The blocks of a group, each under the group's names and its own number. */
  private static void put(List<String> names, Group[] blocks, ScanState state) {
    for (int block = 0; blocks != null && block < blocks.length; block++) {
      if (blocks[block] != null) {
        List<String> key = new ArrayList<>(names);
        key.add(Integer.toString(block));
        state.put(key, blocks[block]);
      }
    }
  }

  private Refusal refusal(InternalRow row) {
    if (!isUsable(row, LABEL)) {
      return Refusal.LABEL;
    }
    if (!isUsable(row, PREDICTION)) {
      return Refusal.PREDICTION;
    }
    if (columns.hasScore() && !isWithin(row, SCORE, 1)) {
      return Refusal.SCORE;
    }
    if (!isWithin(row, WEIGHT, Double.MAX_VALUE)) {
      return Refusal.WEIGHT;
    }
    return row.isNullAt(BLOCK) ? Refusal.SUBJECT : null;
  }

  private boolean isUsable(InternalRow row, int column) {
    double value = row.getDouble(column);
    boolean isOfKind = columns.isRegression() ? Double.isFinite(value) : value == 0 || value == 1;
    return !row.isNullAt(column) && isOfKind;
  }

  private static boolean isWithin(InternalRow row, int column, double most) {
    double value = row.getDouble(column);
    return !row.isNullAt(column) && value >= 0 && value <= most; // NaN fails both
  }

  private List<String> names(UnsafeRow key) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      names.add(key.getUTF8String(i).toString());
    }
    return names;
  }
}
