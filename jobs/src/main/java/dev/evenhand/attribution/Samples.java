package dev.evenhand.attribution;

import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The samples around a row, made one after the other: sample 0 is the row itself, and carries it.
 */
record Samples(Surrogate plan, Vector[] background, int[] playerOf) implements Serializable {
  private static final long serialVersionUID = 1L;

  Iterator<Row> around(Row row, Vector features) {
    return new Around(row, features);
  }

  private final class Around implements Iterator<Row> {
    private final Row row;
    private final Vector features;
    private final int all;
    private int next;
    private int mask;
    private int within;

    Around(Row row, Vector features) {
      this.row = row;
      this.features = features;
      all = features == null ? 1 : plan.evaluations();
    }

    @Override
    public boolean hasNext() {
      return next < all;
    }

    @Override
    public Row next() {
      if (next >= all) {
        throw new NoSuchElementException();
      }
      if (next == 0) {
        // A row without a vector is scored as a background row, and the score is not used.
        return RowFactory.create(next++, row, features == null ? background[0] : features);
      }
      while (within == plan.backgrounds()[mask].length) {
        mask++;
        within = 0;
      }
      Vector other = background[plan.backgrounds()[mask][within++]];
      double[] values = other.toArray().clone();
      for (int i = 0; i < values.length; i++) {
        if (plan.masks()[mask][playerOf[i]]) {
          values[i] = features.apply(i);
        }
      }
      return RowFactory.create(next++, null, Vectors.dense(values));
    }
  }
}
