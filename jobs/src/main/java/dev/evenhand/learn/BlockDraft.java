package dev.evenhand.learn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows on their way into a {@link Block}. */
final class BlockDraft {
  private static final int FIRST_ROWS = 1024;

  private final boolean hasOffset;
  private final Map<List<String>, Integer> seen = new HashMap<>();
  private byte[] labels = new byte[FIRST_ROWS];
  private byte[] deciding = new byte[FIRST_ROWS];
  private double[] weights = new double[FIRST_ROWS];
  private double[] rateWeights = new double[FIRST_ROWS];
  private double[] offsets = new double[FIRST_ROWS];
  private int[] combinations = new int[FIRST_ROWS];
  private int[] starts = new int[FIRST_ROWS + 1];
  private double[] values = new double[16 * FIRST_ROWS];
  private int[] indices = new int[16 * FIRST_ROWS];
  private int rows;
  private int width;

  BlockDraft(boolean hasOffset) {
    this.hasOffset = hasOffset;
  }

  /** A row without its features. */
  record Facts(byte label, double weight, double rateWeight, double offset, byte deciding) {}

  int rows() {
    return rows;
  }

  /** Values, and what each row costs beside. */
  long stored() {
    return starts[rows] + 4L * rows;
  }

  void clear() {
    rows = 0;
    width = 0;
    seen.clear();
  }

  /** Begins a row of so many features; its values follow. */
  void add(Facts facts, List<String> sensitive, int size) {
    if (rows == labels.length) {
      grow(2 * rows);
    }
    labels[rows] = facts.label();
    deciding[rows] = facts.deciding();
    weights[rows] = facts.weight();
    rateWeights[rows] = facts.rateWeight();
    offsets[rows] = facts.offset();
    combinations[rows] = seen.computeIfAbsent(sensitive, key -> seen.size());
    width = rows == 0 ? size : width;
    starts[rows + 1] = starts[rows];
    rows++;
  }

  private void grow(int length) {
    labels = Arrays.copyOf(labels, length);
    deciding = Arrays.copyOf(deciding, length);
    weights = Arrays.copyOf(weights, length);
    rateWeights = Arrays.copyOf(rateWeights, length);
    offsets = Arrays.copyOf(offsets, length);
    combinations = Arrays.copyOf(combinations, length);
    starts = Arrays.copyOf(starts, length + 1);
  }

  /** True when the last row is as wide as the first. */
  boolean fits(int size) {
    return size == width;
  }

  /** Adds to the last row the values that are not 0. */
  void features(int[] places, double[] added) {
    int end = starts[rows];
    if (end + added.length > values.length) {
      int length = Math.max(2 * values.length, end + added.length);
      values = Arrays.copyOf(values, length);
      indices = Arrays.copyOf(indices, length);
    }
    for (int i = 0; i < added.length; i++) {
      if (added[i] != 0) {
        values[end] = added[i];
        indices[end++] = places == null ? i : places[i];
      }
    }
    starts[rows] = end;
  }

  /** Adds a row of a block. */
  void add(Block block, int row) {
    Facts facts =
        new Facts(
            block.labels()[row],
            block.weights()[row],
            block.rateWeights()[row],
            block.offset(row),
            block.deciding()[row]);
    add(facts, block.sensitive().get(block.combinations()[row]), block.width());
    int from = block.start(row);
    double[] chosen = Arrays.copyOfRange(block.values(), from, block.end(row));
    int[] places =
        block.isDense() ? null : Arrays.copyOfRange(block.indices(), from, block.end(row));
    features(places, chosen);
  }

  /** The rows as a block. */
  Block block() {
    int[] order = order();
    boolean isDense = 4L * starts[rows] >= (long) rows * width;
    int[] newStarts = isDense ? null : new int[rows + 1];
    int[] newIndices = isDense ? null : new int[starts[rows]];
    double[] newValues = new double[isDense ? rows * width : starts[rows]];
    int end = 0;
    for (int i = 0; i < rows; i++) {
      int row = order[i];
      int length = starts[row + 1] - starts[row];
      if (isDense) {
        for (int at = starts[row]; at < starts[row + 1]; at++) {
          newValues[i * width + indices[at]] = values[at];
        }
      } else {
        System.arraycopy(values, starts[row], newValues, end, length);
        System.arraycopy(indices, starts[row], newIndices, end, length);
        end += length;
        newStarts[i + 1] = end;
      }
    }
    return new Block(
        rows,
        width,
        newValues,
        newStarts,
        newIndices,
        ordered(labels, order),
        ordered(weights, order),
        ordered(rateWeights, order),
        hasOffset ? ordered(offsets, order) : null,
        ordered(deciding, order),
        Arrays.stream(order).map(row -> combinations[row]).toArray(),
        sensitive());
  }

  private static double[] ordered(double[] figures, int[] order) {
    double[] ordered = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      ordered[i] = figures[order[i]];
    }
    return ordered;
  }

  private static byte[] ordered(byte[] figures, int[] order) {
    byte[] ordered = new byte[order.length];
    for (int i = 0; i < order.length; i++) {
      ordered[i] = figures[order[i]];
    }
    return ordered;
  }

  private List<List<String>> sensitive() {
    return seen.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The rows' places by combination and label. */
  private int[] order() {
    int[] counts = new int[3 * seen.size() + 1];
    for (int row = 0; row < rows; row++) {
      counts[3 * combinations[row] + labels[row] + 1]++;
    }
    for (int i = 1; i < counts.length; i++) {
      counts[i] += counts[i - 1];
    }
    int[] order = new int[rows];
    for (int row = 0; row < rows; row++) {
      order[counts[3 * combinations[row] + labels[row]]++] = row;
    }
    return order;
  }
}
