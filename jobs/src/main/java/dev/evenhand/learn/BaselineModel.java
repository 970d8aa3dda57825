package dev.evenhand.learn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A baseline's score, P[y = 1] = σ(b + a · ln(1 + recency)), a ≤ 0, and its own margin where
 * recency is missing; without a recency column the score is the same for all.
 *
 * <p>Adds the columns of MLlib's classifiers: raw prediction, probability and prediction (at 0.5).
 */
public final class BaselineModel extends Model<BaselineModel> implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> recencyCol;
  private final Param<String> rawPredictionCol;
  private final Param<String> probabilityCol;
  private final Param<String> predictionCol;
  private final DoubleParam intercept;
  private final DoubleParam slope;
  private final DoubleParam missing;

  BaselineModel(String uid) {
    this.uid = uid;
    recencyCol = new Param<>(uid, "recencyCol", "time since the last event; unset for none");
    rawPredictionCol = new Param<>(uid, "rawPredictionCol", "vector of margins");
    probabilityCol = new Param<>(uid, "probabilityCol", "vector of probabilities");
    predictionCol = new Param<>(uid, "predictionCol", "1 where the probability is 0.5 or more");
    intercept = new DoubleParam(uid, "intercept", "b of σ(b + a ln(1 + recency))");
    slope = new DoubleParam(uid, "slope", "a of σ(b + a ln(1 + recency))");
    missing = new DoubleParam(uid, "missing", "margin where recency is missing");
    setDefault(rawPredictionCol, "rawPrediction");
    setDefault(probabilityCol, "probability");
    setDefault(predictionCol, "prediction");
  }

  BaselineModel with(double interceptValue, double slopeValue, double missingValue) {
    set(intercept, interceptValue);
    set(slope, slopeValue);
    set(missing, missingValue);
    return this;
  }

  BaselineModel withRecencyCol(String column) {
    return (BaselineModel) set(recencyCol, column);
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> recencyCol() {
    return recencyCol;
  }

  public Param<String> rawPredictionCol() {
    return rawPredictionCol;
  }

  public Param<String> probabilityCol() {
    return probabilityCol;
  }

  public Param<String> predictionCol() {
    return predictionCol;
  }

  public DoubleParam intercept() {
    return intercept;
  }

  public DoubleParam slope() {
    return slope;
  }

  public DoubleParam missing() {
    return missing;
  }

  public BaselineModel setRawPredictionCol(String value) {
    return (BaselineModel) set(rawPredictionCol, value);
  }

  public BaselineModel setProbabilityCol(String value) {
    return (BaselineModel) set(probabilityCol, value);
  }

  public BaselineModel setPredictionCol(String value) {
    return (BaselineModel) set(predictionCol, value);
  }

  /** ln(1 + recency), recency below 0 counting as 0; null where it is missing or not a number. */
  static Column logRecency(Column recency) {
    Column number = recency.cast("double");
    return when(
        number.isNotNull().and(org.apache.spark.sql.functions.not(number.isNaN())),
        log1p(greatest(number, lit(0.0))));
  }

  private Column margin(Dataset<?> dataset) {
    Column constant = lit((double) $(intercept));
    if (!isSet(recencyCol)) {
      return constant;
    }
    Column recency = logRecency(dataset.col($(recencyCol)));
    return when(recency.isNull(), lit((double) $(missing)))
        .otherwise(constant.plus(recency.multiply(lit((double) $(slope)))));
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    Column margin = margin(dataset);
    Column probability = lit(1.0).divide(lit(1.0).plus(exp(margin.multiply(lit(-1.0)))));
    Column[] vectors = {
      functions.array_to_vector(array(margin.multiply(lit(-1.0)), margin)),
      functions.array_to_vector(array(lit(1.0).minus(probability), probability)),
    };
    return dataset
        .withColumn($(rawPredictionCol), vectors[0])
        .withColumn($(probabilityCol), vectors[1])
        .withColumn($(predictionCol), when(probability.geq(0.5), 1.0).otherwise(0.0));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    StructType raw = Columns.with(schema, $(rawPredictionCol), SQLDataTypes.VectorType());
    StructType probability = Columns.with(raw, $(probabilityCol), SQLDataTypes.VectorType());
    return Columns.with(probability, $(predictionCol), DataTypes.DoubleType);
  }

  @Override
  public BaselineModel copy(ParamMap extra) {
    BaselineModel copy = new BaselineModel(uid);
    copyValues(copy, extra);
    return (BaselineModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved model. */
  public static MLReader<BaselineModel> read() {
    return Saved.reader(BaselineModel.class, BaselineModel::new);
  }
}
