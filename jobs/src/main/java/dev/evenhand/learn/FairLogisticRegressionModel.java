package dev.evenhand.learn;

import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A linear model P[y = 1 | x] = σ(w'x + b) that selects rows at and above its threshold; needs no
 * sensitive column.
 */
public final class FairLogisticRegressionModel
    extends ProbabilisticClassificationModel<Vector, FairLogisticRegressionModel>
    implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final StructType SCHEMA =
      new StructType()
          .add("coefficients", SQLDataTypes.VectorType(), false)
          .add("intercept", DataTypes.DoubleType, false)
          .add("threshold", DataTypes.DoubleType, false);

  private String uid;
  private final double[] coefficients;
  private final double intercept;
  private final double threshold;
  private transient FairTrainingSummary summary;

  FairLogisticRegressionModel(String uid, Vector coefficients, double intercept, double threshold) {
    this(Uids.next(uid), coefficients, intercept, threshold);
  }

  private FairLogisticRegressionModel(
      Uids.Token token, Vector coefficients, double intercept, double threshold) {
    this.uid = token.uid();
    this.coefficients = coefficients.toArray();
    this.intercept = intercept;
    this.threshold = threshold;
  }

  FairLogisticRegressionModel withSummary(FairTrainingSummary trained) {
    this.summary = trained;
    return this;
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = Uids.taken();
    }
    return uid;
  }

  public Vector coefficients() {
    return Vectors.dense(coefficients);
  }

  public double intercept() {
    return intercept;
  }

  /** The probability at and above which a row is selected. */
  public double threshold() {
    return threshold;
  }

  /**
   * The same model as MLlib's own, of the same columns, which loads where no class of ours is. Sums
   * are exact here and depend on the machine's BLAS there, where a fit ends as soon as its loss no
   * longer changes: nine digits before the end of a double.
   */
  public LogisticRegressionModel toLogisticRegressionModel() {
    LogisticRegressionModel model = new LogisticRegressionModel(uid(), coefficients(), intercept);
    model.setThreshold(threshold);
    model.setFeaturesCol(getFeaturesCol());
    model.setPredictionCol(getPredictionCol());
    model.setRawPredictionCol(getRawPredictionCol());
    model.setProbabilityCol(getProbabilityCol());
    return model;
  }

  /** What the training did; empty for a loaded model. */
  public Optional<FairTrainingSummary> summary() {
    return Optional.ofNullable(summary);
  }

  @Override
  public int numClasses() {
    return 2;
  }

  @Override
  public int numFeatures() {
    return coefficients.length;
  }

  @Override
  public Vector predictRaw(Vector features) {
    double[] margin = {intercept};
    if (features instanceof DenseVector dense) {
      double[] values = dense.values();
      for (int i = 0; i < coefficients.length; i++) {
        margin[0] += coefficients[i] * values[i];
      }
    } else {
      var sparse = features.toSparse();
      for (int at = 0; at < sparse.indices().length; at++) {
        margin[0] += coefficients[sparse.indices()[at]] * sparse.values()[at];
      }
    }
    return Vectors.dense(-margin[0], margin[0]);
  }

  @Override
  public Vector raw2probabilityInPlace(Vector raw) {
    double[] values = ((DenseVector) raw).values();
    values[1] = Point.sigmoid(values[1]);
    values[0] = 1 - values[1];
    return raw;
  }

  @Override
  public double raw2prediction(Vector raw) {
    return Point.sigmoid(raw.apply(1)) >= threshold ? 1 : 0;
  }

  @Override
  public double probability2prediction(Vector probability) {
    return probability.apply(1) >= threshold ? 1 : 0;
  }

  @Override
  public double predict(Vector features) {
    return raw2prediction(predictRaw(features));
  }

  @Override
  public FairLogisticRegressionModel copy(ParamMap extra) {
    FairLogisticRegressionModel copy =
        new FairLogisticRegressionModel(uid(), coefficients(), intercept, threshold)
            .withSummary(summary);
    copyValues(copy, extra);
    return (FairLogisticRegressionModel) copy.setParent(parent());
  }

  /**
   * MLlib's own for its summaries, declared twice above with types that Java can't join; raw here,
   * so that it overrides both.
   */
  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public scala.Tuple3 findSummaryModel() {
    return new scala.Tuple3(this, getProbabilityCol(), getPredictionCol());
  }

  @Override
  public MLWriter write() {
    return Saved.writer(
        this, SCHEMA, () -> List.of(RowFactory.create(coefficients(), intercept, threshold)));
  }

  /** Reads a saved model. */
  public static MLReader<FairLogisticRegressionModel> read() {
    return Saved.reader(FairLogisticRegressionModel.class, FairLogisticRegressionModel::loaded);
  }

  /** Loads a saved model. */
  public static FairLogisticRegressionModel load(String path) {
    return read().load(path);
  }

  private static FairLogisticRegressionModel loaded(String uid, List<Row> rows) {
    Row row = rows.get(0);
    return new FairLogisticRegressionModel(
        uid, row.getAs("coefficients"), row.getAs("intercept"), row.getAs("threshold"));
  }
}
