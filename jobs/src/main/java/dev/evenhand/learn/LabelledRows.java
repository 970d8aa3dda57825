package dev.evenhand.learn;

import java.util.Arrays;
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

  LabelledRows(Iterator<Row> rows) {
    this.rows = rows;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public Row next() {
    Row row = rows.next();
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

  private static Vector withLabel(Vector features, double label) {
    if (features == null) {
      return Vectors.dense(Double.NaN, label);
    }
    int size = features.size();
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
