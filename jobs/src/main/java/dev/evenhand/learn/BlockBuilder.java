package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/**
 * Gathers rows (features, label, weight, rate weight, is validation, sensitive values …) into
 * blocks. A block is sparse when less than half of its values are set.
 */
final class BlockBuilder implements Iterator<Block> {
  private static final int MOST_VALUES = 1 << 17;
  private static final int FIRST_SENSITIVE = 5;

  private final Iterator<Row> rows;
  private final boolean hasValidation;

  BlockBuilder(Iterator<Row> rows, boolean hasValidation) {
    this.rows = rows;
    this.hasValidation = hasValidation;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public Block next() {
    if (!rows.hasNext()) {
      throw new NoSuchElementException();
    }
    List<Row> taken = new ArrayList<>();
    long stored = 0;
    int width = 0;
    while (rows.hasNext() && stored + width <= MOST_VALUES) {
      Row row = rows.next();
      Vector features = row.getAs(0);
      width = Math.max(width, features.size());
      stored += Math.min(width, 2L * features.numActives()) + 4;
      taken.add(row);
    }
    return block(taken, width);
  }

  private Block block(List<Row> rows, int width) {
    int n = rows.size();
    byte[] labels = new byte[n];
    double[] weights = new double[n];
    double[] rateWeights = new double[n];
    byte[] deciding = new byte[n];
    int[] combinations = new int[n];
    Map<List<String>, Integer> seen = new HashMap<>();
    for (int i = 0; i < n; i++) {
      Row row = rows.get(i);
      boolean validates = row.getBoolean(4);
      labels[i] = BlockProfile.label(row.getDouble(1));
      weights[i] = validates ? 0 : row.getDouble(2);
      rateWeights[i] = validates ? 0 : row.getDouble(3);
      deciding[i] = (byte) (validates == hasValidation ? 1 : 0);
      combinations[i] = seen.computeIfAbsent(sensitive(row), key -> seen.size());
    }
    List<List<String>> sensitive = new ArrayList<>(seen.keySet());
    sensitive.sort(java.util.Comparator.comparing(seen::get));
    Values values = values(rows, width);
    return new Block(
        n,
        width,
        values.values(),
        values.starts(),
        values.indices(),
        labels,
        weights,
        rateWeights,
        deciding,
        combinations,
        sensitive);
  }

  private static List<String> sensitive(Row row) {
    List<String> sensitive = new ArrayList<>(row.size() - FIRST_SENSITIVE);
    for (int column = FIRST_SENSITIVE; column < row.size(); column++) {
      sensitive.add(row.getString(column));
    }
    return sensitive;
  }

  private record Values(double[] values, int[] starts, int[] indices) {}

  private static Values values(List<Row> rows, int width) {
    long set = 0;
    for (Row row : rows) {
      set += row.<Vector>getAs(0).numNonzeros();
    }
    return 2 * set < (long) rows.size() * width ? sparse(rows, (int) set) : dense(rows, width);
  }

  private static Values dense(List<Row> rows, int width) {
    double[] values = new double[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      Vector features = rows.get(i).getAs(0);
      if (features.size() != width) {
        values[i * width] = Double.NaN;
      } else if (features instanceof DenseVector dense) {
        System.arraycopy(dense.values(), 0, values, i * width, width);
      } else if (features instanceof SparseVector sparse) {
        for (int at = 0; at < sparse.indices().length; at++) {
          values[i * width + sparse.indices()[at]] = sparse.values()[at];
        }
      }
    }
    return new Values(values, null, null);
  }

  private static Values sparse(List<Row> rows, int set) {
    double[] values = new double[set];
    int[] indices = new int[set];
    int[] starts = new int[rows.size() + 1];
    int next = 0;
    for (int i = 0; i < rows.size(); i++) {
      SparseVector features = rows.get(i).<Vector>getAs(0).toSparse();
      int length = features.indices().length;
      System.arraycopy(features.indices(), 0, indices, next, length);
      System.arraycopy(features.values(), 0, values, next, length);
      next += length;
      starts[i + 1] = next;
    }
    return new Values(Arrays.copyOf(values, next), starts, Arrays.copyOf(indices, next));
  }
}
