package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Over- and undersampling of strata (group, label) to a target: Kamiran and Calders (2012), "Data
 * preprocessing techniques for classification without discrimination", section 4.3, with uniform
 * sampling.
 *
 * <p>The target is equal strata, a label rate in each group, or given shares. Method {@code over}
 * drops no row, {@code under} copies none, {@code both} keeps the number of rows. Counts are exact;
 * which rows are taken follows from their key and the seed alone. Weights aren't looked at.
 *
 * <p>The model samples any labelled rows that it is given. A pipeline that also predicts wants the
 * sampling while it is fitted only: see {@link Resampled}.
 */
public final class StratifiedSampler extends Estimator<StratifiedSamplerModel>
    implements SamplingParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Sampling sampling;
  private final Param<String> method;

  public StratifiedSampler() {
    this(Uids.random("stratifiedSampler"));
  }

  public StratifiedSampler(String uid) {
    this.uid = uid;
    sampling = new Sampling(this);
    method = new Param<>(uid, "method", "over, under or both");
    setDefault(method, "over");
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Sampling sampling() {
    return sampling;
  }

  public Param<String> method() {
    return method;
  }

  public StratifiedSampler setSensitiveCols(String[] value) {
    return (StratifiedSampler) set(sensitiveCols(), value);
  }

  public StratifiedSampler setLabelCol(String value) {
    return (StratifiedSampler) set(labelCol(), value);
  }

  public StratifiedSampler setKeyCol(String value) {
    return (StratifiedSampler) set(keyCol(), value);
  }

  public StratifiedSampler setSeed(long value) {
    return (StratifiedSampler) set(seed(), value);
  }

  public StratifiedSampler setTarget(String value) {
    return (StratifiedSampler) set(target(), value);
  }

  public StratifiedSampler setLabelRate(double value) {
    return (StratifiedSampler) set(labelRate(), value);
  }

  public StratifiedSampler setShares(String[] value) {
    return (StratifiedSampler) set(shares(), value);
  }

  public StratifiedSampler setMethod(String value) {
    return (StratifiedSampler) set(method, value);
  }

  public StratifiedSampler setOutputCol(String value) {
    return (StratifiedSampler) set(outputCol(), value);
  }

  @Override
  public StratifiedSamplerModel fit(Dataset<?> dataset) {
    SamplingTarget.Method chosen =
        switch ($(method)) {
          case "over" -> SamplingTarget.Method.OVER;
          case "under" -> SamplingTarget.Method.UNDER;
          case "both" -> SamplingTarget.Method.BOTH;
          default ->
              throw new DataProblem("method must be over, under or both, was '" + $(method) + "'.");
        };
    StratifiedSamplerModel model =
        new StratifiedSamplerModel(
            uid, Strata.planned(dataset, sampling, sampling.targetOf(chosen)));
    copyValues(model, ParamMap.empty());
    return (StratifiedSamplerModel) model.setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    sampling.check(schema);
    return Columns.with(schema, sampling.output(), DataTypes.IntegerType);
  }

  @Override
  public StratifiedSampler copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<StratifiedSampler> read() {
    return Saved.reader(StratifiedSampler.class, StratifiedSampler::new);
  }
}
