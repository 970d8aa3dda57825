package dev.evenhand.learn;

import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.IsotonicRegressionModel;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A fitted {@link Calibrator}: score in, calibrated score out; null without a score. */
public final class CalibratorModel extends Model<CalibratorModel> implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final String STEPS = "isotonic";

  private final String uid;
  private final Param<String> scoreCol;
  private final Param<String> labelCol;
  private final Param<String> outputCol;
  private final Param<String> method;
  private final DoubleParam slope;
  private final DoubleParam intercept;
  private final BooleanParam hasSteps;
  private IsotonicRegressionModel steps;

  CalibratorModel(String uid, double slope, double intercept, IsotonicRegressionModel steps) {
    this.uid = uid;
    this.scoreCol = new Param<>(uid, "scoreCol", "score in [0, 1]");
    this.labelCol = new Param<>(uid, "labelCol", "label, 0 or 1");
    this.outputCol = new Param<>(uid, "outputCol", "calibrated score");
    this.method = new Param<>(uid, "method", "platt or isotonic");
    this.slope = new DoubleParam(uid, "slope", "a of σ(a logit(score) + b)");
    this.intercept = new DoubleParam(uid, "intercept", "b of σ(a logit(score) + b)");
    this.hasSteps = new BooleanParam(uid, "hasSteps", "true for a monotone step function");
    setDefault(scoreCol, "score");
    setDefault(labelCol, "label");
    setDefault(outputCol, "calibrated");
    setDefault(method, "platt");
    set(this.slope, slope);
    set(this.intercept, intercept);
    set(hasSteps, steps != null);
    this.steps = steps;
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> scoreCol() {
    return scoreCol;
  }

  public Param<String> labelCol() {
    return labelCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public Param<String> method() {
    return method;
  }

  public DoubleParam slope() {
    return slope;
  }

  public DoubleParam intercept() {
    return intercept;
  }

  public BooleanParam hasSteps() {
    return hasSteps;
  }

  public CalibratorModel setScoreCol(String value) {
    return (CalibratorModel) set(scoreCol, value);
  }

  public CalibratorModel setOutputCol(String value) {
    return (CalibratorModel) set(outputCol, value);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    if (steps != null) {
      return steps
          .copy(ParamMap.empty())
          .setFeaturesCol($(scoreCol))
          .setPredictionCol($(outputCol))
          .transform(dataset);
    }
    Column margin =
        Calibrator.logit(dataset.col($(scoreCol)).cast("double"))
            .multiply(lit((double) $(slope)))
            .plus(lit((double) $(intercept)));
    Column calibrated = lit(1.0).divide(lit(1.0).plus(exp(margin.multiply(lit(-1.0)))));
    return dataset.withColumn(
        $(outputCol),
        org.apache.spark.sql.functions.when(dataset.col($(scoreCol)).isNotNull(), calibrated));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Columns.with(schema, $(outputCol), DataTypes.DoubleType);
  }

  @Override
  public CalibratorModel copy(ParamMap extra) {
    CalibratorModel copy = new CalibratorModel(uid, 1, 0, steps);
    copyValues(copy, extra);
    return (CalibratorModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new Writer(this);
  }

  /** Reads a saved model. */
  public static MLReader<CalibratorModel> read() {
    return new Reader();
  }

  private static final class Writer extends MLWriter {
    private final CalibratorModel model;

    Writer(CalibratorModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter.saveMetadata(model, path, sparkSession());
      if (model.steps != null) {
        try {
          model.steps.save(new Path(path, STEPS).toString());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static final class Reader extends MLReader<CalibratorModel> {
    private final MLReader<CalibratorModel> params =
        Saved.reader(CalibratorModel.class, uid -> new CalibratorModel(uid, 1, 0, null));

    @Override
    public CalibratorModel load(String path) {
      CalibratorModel model = params.load(path);
      if ((boolean) model.getOrDefault(model.hasSteps)) {
        model.steps = IsotonicRegressionModel.load(new Path(path, STEPS).toString());
      }
      return model;
    }
  }
}
