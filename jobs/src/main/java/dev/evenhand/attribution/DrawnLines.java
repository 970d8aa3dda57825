package dev.evenhand.attribution;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Draws the line of each row, as its scored samples pass by. */
final class DrawnLines implements Iterator<Row> {
  private final Iterator<Row> samples;
  private final Surrogate plan;
  private final int width;
  private final int features;
  private Row ahead;

  /**
   * @param width columns of a row
   * @param features the column of its vector
   */
  DrawnLines(Iterator<Row> samples, Surrogate plan, int width, int features) {
    this.samples = samples;
    this.plan = plan;
    this.width = width;
    this.features = features;
    advance();
  }

  private void advance() {
    ahead = samples.hasNext() ? samples.next() : null;
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public Row next() {
    if (ahead == null) {
      throw new NoSuchElementException();
    }
    check(0);
    Row row = ahead.getStruct(1);
    double score = ahead.getDouble(2);
    advance();
    if (row.isNullAt(features)) {
      return result(row, null);
    }
    double[] means = new double[plan.masks().length];
    int at = 1;
    for (int m = 0; m < means.length; m++) {
      int of = plan.backgrounds()[m].length;
      for (int b = 0; b < of; b++) {
        check(at++);
        means[m] += ahead.getDouble(2) / of;
        advance();
      }
    }
    return result(row, plan.line().of(score, means));
  }

  private void check(int sample) {
    if (ahead == null || ahead.getInt(0) != sample) {
      throw new IllegalStateException(
          "The model's transform shuffles or drops rows: samples of a row must stay together.");
    }
  }

  private Row result(Row row, Surrogate.Fit fit) {
    Object[] values = new Object[width + 3];
    for (int i = 0; i < width; i++) {
      values[i] = row.get(i);
    }
    if (fit != null) {
      values[width] = Vectors.dense(fit.contributions());
      values[width + 1] = fit.base();
      values[width + 2] = Double.isNaN(fit.r2()) ? null : fit.r2();
    }
    return RowFactory.create(values);
  }
}
