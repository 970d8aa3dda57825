package dev.evenhand.fairness;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * One pass over the rows that counts conjunctions.
 *
 * @param bases conjunctions, each counted alone and with every one more condition
 */
record SubgroupPass(SubgroupItems items, List<int[]> bases)
    implements FlatMapFunction<Iterator<InternalRow>, SubgroupCounts> {
  private static final int LABEL = 0;
  private static final int PREDICTION = 1;
  private static final int WEIGHT = 2;
  private static final int FIRST = 3;

  static SubgroupCounts of(
      Dataset<Row> rows, Columns columns, SubgroupItems items, List<int[]> bases) {
    JavaRDD<InternalRow> input = Scan.internalRows(project(rows, columns, items));
    int tasks = Math.min(input.getNumPartitions(), input.context().defaultParallelism());
    return input
        .coalesce(Math.max(1, tasks))
        .mapPartitions(new SubgroupPass(items, bases))
        .treeAggregate(
            new SubgroupCounts(bases, items.size()),
            SubgroupCounts::merge,
            SubgroupCounts::merge,
            2,
            true);
  }

  private static Dataset<Row> project(Dataset<Row> rows, Columns columns, SubgroupItems items) {
    Column[] inputs = items.inputs();
    Column[] all = new Column[FIRST + inputs.length];
    all[LABEL] = Scan.number(columns.label()).as("label");
    all[PREDICTION] = Scan.number(columns.prediction()).as("prediction");
    all[WEIGHT] =
        (columns.hasWeight()
                ? Scan.number(columns.weight())
                : org.apache.spark.sql.functions.lit(1.0))
            .as("weight");
    for (int i = 0; i < inputs.length; i++) {
      all[FIRST + i] = inputs[i].as("c" + i);
    }
    return rows.select(all);
  }

  @Override
  public Iterator<SubgroupCounts> call(Iterator<InternalRow> rows) {
    SubgroupCounts counts = new SubgroupCounts(bases, items.size());
    int[] found = new int[items.columns()];
    UTF8String[] last = new UTF8String[found.length];
    int[] lastItem = new int[found.length];
    Arrays.fill(lastItem, SubgroupItems.NONE);
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      for (int i = 0; i < found.length; i++) {
        found[i] = items.isNumber(i) ? number(row, i) : category(row, i, last, lastItem);
      }
      int cell = 2 * (int) row.getDouble(LABEL) + (int) row.getDouble(PREDICTION);
      counts.add(found, cell, row.getDouble(WEIGHT));
    }
    return List.of(counts).iterator();
  }

  private int number(InternalRow row, int column) {
    return row.isNullAt(FIRST + column)
        ? SubgroupItems.NONE
        : items.item(column, row.getDouble(FIRST + column));
  }

  /** Neighbours often have the same value, whose text is then not made again. */
  private int category(InternalRow row, int column, UTF8String[] last, int[] lastItem) {
    UTF8String text = row.getUTF8String(FIRST + column);
    if (!text.equals(last[column])) {
      last[column] = text.copy();
      lastItem[column] = items.item(column, text.toString());
    }
    return lastItem[column];
  }
}
