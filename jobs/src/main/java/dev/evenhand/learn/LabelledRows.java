package dev.evenhand.learn;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Rows (features, label, weight, sensitive values …) as {@link BlockBuilder} wants them, the label
 * being the last feature; in its place stands 0, or 2 where the label is no number.
 */
final class LabelledRows implements Iterator<Row> {
  static final double LARGEST = 1e150;

  private final Iterator<Row> rows;

  /** Rows without features that came before the first one with some, which tells their number. */
  private final Deque<Row> waiting = new ArrayDeque<>();

  private int size = -1;

  LabelledRows(Iterator<Row> rows) {
    this.rows = rows;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext() || !waiting.isEmpty();
  }

  @Override
  public Row next() {
    Row row = rows.hasNext() ? rows.next() : waiting.remove();
    while (size < 0 && row.isNullAt(0) && rows.hasNext()) {
      waiting.add(row);
      row = rows.next();
    }
    size = row.isNullAt(0) ? Math.max(size, 1) : row.<Vector>getAs(0).size();
    double label = row.getDouble(1);
    boolean isGood = Math.abs(label) < LARGEST;
    Object[] values = new Object[row.size() + 2];
    values[0] = withLabel(row.getAs(0), isGood ? label : 0);
    values[1] = isGood ? 0.0 : 2.0;
    values[2] = row.getDouble(2);
    values[3] = row.getDouble(2);
    values[4] = false;
    for (int i = 3; i < row.size(); i++) {
      values[i + 2] = row.get(i);
    }
    return RowFactory.create(values);
  }

  private Vector withLabel(Vector features, double label) {
    if (features == null) {
      double[] unknown = new double[size + 1];
      Arrays.fill(unknown, Double.NaN);
      unknown[size] = label;
      return Vectors.dense(unknown);
    }
    if (features instanceof DenseVector dense) {
      double[] values = Arrays.copyOf(dense.values(), size + 1);
      values[size] = label;
      return Vectors.dense(values);
    }
    SparseVector sparse = features.toSparse();
    int set = sparse.indices().length;
    int[] indices = Arrays.copyOf(sparse.indices(), set + 1);
    double[] values = Arrays.copyOf(sparse.values(), set + 1);
    indices[set] = size;
    values[set] = label;
    return Vectors.sparse(size + 1, indices, values);
  }
}
