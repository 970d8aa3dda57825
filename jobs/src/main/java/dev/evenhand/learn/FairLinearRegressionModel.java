package dev.evenhand.learn;

import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.RegressionModel;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A linear model f(x) = w'x + b; needs no sensitive column. */
public final class FairLinearRegressionModel
    extends RegressionModel<Vector, FairLinearRegressionModel> implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final StructType SCHEMA =
      new StructType()
          .add("coefficients", SQLDataTypes.VectorType(), false)
          .add("intercept", DataTypes.DoubleType, false);

  private String uid;
  private final double[] coefficients;
  private final double intercept;
  private transient FairRegressionSummary summary;

  FairLinearRegressionModel(String uid, Vector coefficients, double intercept) {
    this(Uids.next(uid), coefficients, intercept);
  }

  private FairLinearRegressionModel(Uids.Token token, Vector coefficients, double intercept) {
    this.uid = token.uid();
    this.coefficients = coefficients.toArray();
    this.intercept = intercept;
  }

  FairLinearRegressionModel withSummary(FairRegressionSummary trained) {
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

  /** What the training did; empty for a loaded model. */
  public Optional<FairRegressionSummary> summary() {
    return Optional.ofNullable(summary);
  }

  /** The same model as MLlib's own, of the same columns, which loads where no class of ours is. */
  public LinearRegressionModel toLinearRegressionModel() {
    LinearRegressionModel model = new LinearRegressionModel(uid(), coefficients(), intercept);
    model.setFeaturesCol(getFeaturesCol());
    model.setPredictionCol(getPredictionCol());
    return model;
  }

  @Override
  public int numFeatures() {
    return coefficients.length;
  }

  @Override
  public double predict(Vector features) {
    double sum = intercept;
    if (features instanceof DenseVector dense) {
      double[] values = dense.values();
      for (int i = 0; i < coefficients.length; i++) {
        sum += coefficients[i] * values[i];
      }
    } else {
      var sparse = features.toSparse();
      for (int at = 0; at < sparse.indices().length; at++) {
        sum += coefficients[sparse.indices()[at]] * sparse.values()[at];
      }
    }
    return sum;
  }

  @Override
  public FairLinearRegressionModel copy(ParamMap extra) {
    FairLinearRegressionModel copy =
        new FairLinearRegressionModel(uid(), coefficients(), intercept).withSummary(summary);
    copyValues(copy, extra);
    return (FairLinearRegressionModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this, SCHEMA, () -> List.of(RowFactory.create(coefficients(), intercept)));
  }

  /** Reads a saved model. */
  public static MLReader<FairLinearRegressionModel> read() {
    return Saved.reader(FairLinearRegressionModel.class, FairLinearRegressionModel::loaded);
  }

  /** Loads a saved model. */
  public static FairLinearRegressionModel load(String path) {
    return read().load(path);
  }

  private static FairLinearRegressionModel loaded(String uid, List<Row> rows) {
    Row row = rows.get(0);
    return new FairLinearRegressionModel(uid, row.getAs("coefficients"), row.getAs("intercept"));
  }
}
