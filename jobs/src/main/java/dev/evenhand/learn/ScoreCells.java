package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The weights of rows by group, score and label, collected in one pass and bounded memory.
 *
 * <p>Each score is a cell of its own as long as there are at most {@link #MOST_CELLS}; then cells
 * widen, all by the same power of two of the score's own bits. That is the narrowest width at which
 * the rows fit, so it depends on the rows alone, not on their order or partitions. No column
 * expression groups at a width that follows from the data in one pass, hence the RDD.
 */
final class ScoreCells implements Serializable {
  private static final long serialVersionUID = 1L;
  static final int MOST_CELLS = 1 << 18;
  static final int MOST_GROUPS = 10_000;

  private static final class Cell implements Serializable {
    private static final long serialVersionUID = 1L;

    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;
    private final FixedPoint negatives = new FixedPoint();
    private final FixedPoint positives = new FixedPoint();

    private void merge(Cell other) {
      lowest = Math.min(lowest, other.lowest);
      highest = Math.max(highest, other.highest);
      negatives.add(other.negatives);
      positives.add(other.positives);
    }
  }

  private HashMap<List<String>, HashMap<Long, Cell>> groups = new HashMap<>();
  private final long anchor;
  private final int most;
  private int shift;
  private int size;
  private long rows;
  private long badLabels;
  private long badScores;
  private long badWeights;

  private ScoreCells(long anchor, int most) {
    this.anchor = anchor;
    this.most = most;
  }

  /**
   * Reads and checks rows of group, score, label and weight.
   *
   * @param anchor a score that no cell reaches across
   * @param stage what messages call the reader
   */
  static ScoreCells of(Dataset<Row> rows, double anchor, String stage) {
    ScoreCells cells = of(rows, anchor, MOST_CELLS);
    cells.check(stage);
    return cells;
  }

  static ScoreCells of(Dataset<Row> rows, double anchor, int most) {
    long place = ordered(anchor);
    return rows.toJavaRDD()
        .mapPartitions(partition -> List.of(read(partition, place, most)).iterator())
        .treeReduce(ScoreCells::merge);
  }

  private static ScoreCells read(Iterator<Row> rows, long anchor, int most) {
    ScoreCells cells = new ScoreCells(anchor, most);
    while (rows.hasNext()) {
      cells.add(rows.next());
    }
    return cells;
  }

  /** Whole numbers in the order of the scores; 0 for 0. */
  private static long ordered(double score) {
    long bits = Double.doubleToLongBits(score + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private void add(Row row) {
    rows++;
    double score = row.isNullAt(1) ? Double.NaN : row.getDouble(1);
    double label = row.isNullAt(2) ? Double.NaN : row.getDouble(2);
    double weight = row.isNullAt(3) ? Double.NaN : row.getDouble(3);
    boolean isScored = Double.isFinite(score);
    boolean isLabelled = label == 0 || label == 1;
    boolean isWeighted = weight >= 0 && weight <= FixedPoint.LARGEST;
    badScores += isScored ? 0 : 1;
    badLabels += isLabelled ? 0 : 1;
    badWeights += isWeighted ? 0 : 1;
    if (isScored
        && isLabelled
        && isWeighted
        && weight >= FixedPoint.SMALLEST
        && groups.size() <= MOST_GROUPS) {
      Cell cell = cell(row.getList(0), (ordered(score) - anchor) >> shift);
      cell.lowest = Math.min(cell.lowest, score);
      cell.highest = Math.max(cell.highest, score);
      (label == 1 ? cell.positives : cell.negatives).add(weight);
      widen();
    }
  }

  private Cell cell(List<String> group, long key) {
    HashMap<Long, Cell> cells = groups.get(group);
    if (cells == null) {
      cells = new HashMap<>();
      groups.put(List.copyOf(group), cells);
    }
    Cell cell = cells.get(key);
    if (cell == null) {
      cell = new Cell();
      cells.put(key, cell);
      size++;
    }
    return cell;
  }

  private void widen() {
    while (size > Math.max(most, 2 * groups.size())) {
      shiftTo(shift + 1);
    }
  }

  private void shiftTo(int wider) {
    HashMap<List<String>, HashMap<Long, Cell>> narrow = groups;
    int by = wider - shift;
    groups = new HashMap<>();
    shift = wider;
    size = 0;
    narrow.forEach(
        (group, cells) -> cells.forEach((key, cell) -> cell(group, key >> by).merge(cell)));
  }

  private ScoreCells merge(ScoreCells other) {
    int widest = Math.max(shift, other.shift);
    if (shift < widest) {
      shiftTo(widest);
    }
    if (other.shift < widest) {
      other.shiftTo(widest);
    }
    other.groups.forEach(
        (group, cells) -> cells.forEach((key, cell) -> cell(group, key).merge(cell)));
    widen();
    rows += other.rows;
    badLabels += other.badLabels;
    badScores += other.badScores;
    badWeights += other.badWeights;
    return this;
  }

  private void check(String stage) {
    List<String> lines = new ArrayList<>();
    report(lines, stage, badLabels, "a label other than 0 and 1. Code the label as 0 and 1.");
    report(lines, stage, badScores, "a score that is not a number. Score or drop them first.");
    report(lines, stage, badWeights, "a negative, null or too large weight. Set it or drop them.");
    if (groups.size() > MOST_GROUPS) {
      lines.add(
          stage
              + ": the sensitive columns have more than "
              + MOST_GROUPS
              + " combinations of values. Group their values.");
    }
    if (lines.isEmpty() && groups.isEmpty()) {
      lines.add(stage + ": no row has a weight above 0. Check the rows and their weights.");
    }
    if (!lines.isEmpty()) {
      throw new DataProblem(lines);
    }
  }

  private void report(List<String> lines, String stage, long count, String what) {
    if (count > 0) {
      lines.add(stage + ": " + count + " of " + rows + " rows have " + what);
    }
  }

  /** True when each cell holds one score. */
  boolean isExact() {
    return shift == 0;
  }

  /** The groups, in the order of their values. */
  List<GroupCells> groups() {
    List<GroupCells> found = new ArrayList<>();
    groups.forEach((group, cells) -> found.add(listed(group, cells)));
    found.sort(Comparator.comparing(cells -> String.join("\u0001", cells.group())));
    return found;
  }

  /** All groups as one, whose list of values is empty. */
  GroupCells pooled() {
    Map<Long, Cell> all = new HashMap<>();
    groups
        .values()
        .forEach(
            cells ->
                cells.forEach(
                    (key, cell) -> all.computeIfAbsent(key, k -> new Cell()).merge(cell)));
    return listed(List.of(), all);
  }

  private static GroupCells listed(List<String> group, Map<Long, Cell> cells) {
    List<Cell> ordered = new ArrayList<>(new TreeMap<>(cells).values());
    return new GroupCells(
        group,
        ordered.stream().mapToDouble(cell -> cell.lowest).toArray(),
        ordered.stream().mapToDouble(cell -> cell.highest).toArray(),
        ordered.stream().mapToDouble(cell -> cell.negatives.value()).toArray(),
        ordered.stream().mapToDouble(cell -> cell.positives.value()).toArray());
  }
}
