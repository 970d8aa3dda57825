package dev.evenhand.learn;

import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Oversampling of strata (group, label) to a target by made rows instead of copies: SMOTE-NC,
 * Chawla et al. (2002), "SMOTE: Synthetic Minority Over-sampling Technique", sections 4 and 6.1.
 *
 * <p>A made row lies between a row and one of its k nearest neighbours in the same stratum: x' = x
 * + u (neighbour - x), the same u in [0, 1) for all numbers; whole numbers are rounded. Its
 * categories are those of most neighbours. Every other column is the row's own. Neighbours are
 * exact in strata up to {@code blockRows}; larger ones are divided into regions of about as many
 * rows, in which they are sought. A row alone in its stratum is copied.
 *
 * <p>Which rows are made follows from keys and seed alone. Numbers must not lack; a category may.
 * The model makes rows from any labelled rows it is given: see {@link Resampled}.
 */
public final class Smote extends Estimator<SmoteModel> implements SmoteParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Sampling sampling;
  private final Smoting smoting;

  public Smote() {
    this(Uids.random("smote"));
  }

  public Smote(String uid) {
    this.uid = uid;
    sampling = new Sampling(this);
    smoting = new Smoting(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Sampling sampling() {
    return sampling;
  }

  @Override
  public Smoting smoting() {
    return smoting;
  }

  public Smote setSensitiveCols(String[] value) {
    return (Smote) set(sensitiveCols(), value);
  }

  public Smote setLabelCol(String value) {
    return (Smote) set(labelCol(), value);
  }

  public Smote setKeyCol(String value) {
    return (Smote) set(keyCol(), value);
  }

  public Smote setSeed(long value) {
    return (Smote) set(seed(), value);
  }

  public Smote setTarget(String value) {
    return (Smote) set(target(), value);
  }

  public Smote setLabelRate(double value) {
    return (Smote) set(labelRate(), value);
  }

  public Smote setShares(String[] value) {
    return (Smote) set(shares(), value);
  }

  public Smote setOutputCol(String value) {
    return (Smote) set(outputCol(), value);
  }

  public Smote setNumberCols(String[] value) {
    return (Smote) set(numberCols(), value);
  }

  public Smote setCategoryCols(String[] value) {
    return (Smote) set(categoryCols(), value);
  }

  public Smote setK(int value) {
    return (Smote) set(k(), value);
  }

  public Smote setStandardization(boolean value) {
    return (Smote) set(standardization(), value);
  }

  public Smote setBlockRows(int value) {
    return (Smote) set(blockRows(), value);
  }

  @Override
  public SmoteModel fit(Dataset<?> dataset) {
    smoting.check(dataset.schema());
    List<Stratum> strata =
        Strata.planned(dataset, sampling, sampling.targetOf(SamplingTarget.Method.OVER));
    Dataset<Row> timed = Strata.timed(dataset, strata, sampling);
    SmoteModel model = new SmoteModel(uid, strata, MixedRows.spaces(timed, strata, smoting));
    copyValues(model, ParamMap.empty());
    return (SmoteModel) model.setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    sampling.check(schema);
    smoting.check(schema);
    return Columns.with(schema, sampling.output(), DataTypes.IntegerType);
  }

  @Override
  public Smote copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<Smote> read() {
    return Saved.reader(Smote.class, Smote::new);
  }
}
