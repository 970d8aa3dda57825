package dev.evenhand.learn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.IsotonicRegression;
import org.apache.spark.ml.regression.IsotonicRegressionModel;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Makes scores mean probabilities; fitted on validation rows, never on those that trained the
 * model.
 *
 * <ul>
 *   <li>{@code platt}: σ(a · logit(score) + b), a &gt; 0 (Platt 1999; on the logit of the score,
 *       with a penalty of 1/n on a instead of softened labels). It keeps the order of scores
 *       strictly, so that decisions stay what they were. If the fit would turn the order round,
 *       scores are left as they are.
 *   <li>{@code isotonic}: the monotone step function nearest to the labels (Zadrozny and Elkan
 *       2002), by MLlib's IsotonicRegression. It makes ties.
 * </ul>
 */
public final class Calibrator extends Estimator<CalibratorModel> implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final double EDGE = 1e-15;

  private final String uid;
  private final Param<String> scoreCol;
  private final Param<String> labelCol;
  private final Param<String> outputCol;
  private final Param<String> method;

  public Calibrator() {
    this(Uids.random("calibrator"));
  }

  public Calibrator(String uid) {
    this.uid = uid;
    scoreCol = new Param<>(uid, "scoreCol", "score in [0, 1]");
    labelCol = new Param<>(uid, "labelCol", "label, 0 or 1");
    outputCol = new Param<>(uid, "outputCol", "calibrated score");
    method = new Param<>(uid, "method", "platt or isotonic");
    setDefault(scoreCol, "score");
    setDefault(labelCol, "label");
    setDefault(outputCol, "calibrated");
    setDefault(method, "platt");
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

  public Calibrator setScoreCol(String value) {
    return (Calibrator) set(scoreCol, value);
  }

  public Calibrator setLabelCol(String value) {
    return (Calibrator) set(labelCol, value);
  }

  public Calibrator setOutputCol(String value) {
    return (Calibrator) set(outputCol, value);
  }

  public Calibrator setMethod(String value) {
    return (Calibrator) set(method, value);
  }

  /** ln(s / (1 - s)), kept finite. */
  static Column logit(Column score) {
    Column inside =
        org.apache.spark.sql.functions.least(
            org.apache.spark.sql.functions.greatest(score, lit(EDGE)), lit(1 - EDGE));
    return org.apache.spark.sql.functions.ln(inside.divide(lit(1.0).minus(inside)));
  }

  @Override
  public CalibratorModel fit(Dataset<?> dataset) {
    Dataset<Row> scored =
        dataset
            .select(
                col($(scoreCol)).cast("double").as("score"),
                col($(labelCol)).cast("double").as("label"))
            .na()
            .drop();
    CalibratorModel model =
        switch ($(method)) {
          case "platt" -> platt(scored);
          case "isotonic" -> new CalibratorModel(uid, 0, 0, isotonic(scored));
          default ->
              throw new DataProblem(
                  "calibrate: unknown method '" + $(method) + "'; one of platt, isotonic.");
        };
    copyValues(model, ParamMap.empty());
    return (CalibratorModel) model.setParent(this);
  }

  private CalibratorModel platt(Dataset<Row> scored) {
    Dataset<Row> rows =
        scored.withColumn("features", functions.array_to_vector(array(logit(col("score")))));
    FairLogisticRegressionModel fitted =
        new FairLogisticRegression().setRegParam(1.0 / Math.max(1, rows.count())).fit(rows);
    double slope = fitted.coefficients().apply(0);
    return slope > 0
        ? new CalibratorModel(uid, slope, fitted.intercept(), null)
        : new CalibratorModel(uid, 1, 0, null);
  }

  private static IsotonicRegressionModel isotonic(Dataset<Row> scored) {
    return new IsotonicRegression().setFeaturesCol("score").setLabelCol("label").fit(scored);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Columns.with(schema, $(outputCol), DataTypes.DoubleType);
  }

  @Override
  public Calibrator copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<Calibrator> read() {
    return Saved.reader(Calibrator.class, Calibrator::new);
  }
}
