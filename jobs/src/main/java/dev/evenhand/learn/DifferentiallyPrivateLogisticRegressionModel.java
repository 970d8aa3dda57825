package dev.evenhand.learn;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.DenseVector;
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
 * P[y = 1 | x] = σ(w'x + b), x no longer than a norm, and what learning w and b has revealed of one
 * subject at most, which is saved with the model.
 */
public final class DifferentiallyPrivateLogisticRegressionModel
    extends ProbabilisticClassificationModel<Vector, DifferentiallyPrivateLogisticRegressionModel>
    implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final StructType SCHEMA =
      new StructType()
          .add("point", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add("epsilon", DataTypes.DoubleType, false)
          .add("delta", DataTypes.DoubleType, false)
          .add("rho", DataTypes.DoubleType, false)
          .add("iterations", DataTypes.IntegerType, false)
          .add("maxNorm", DataTypes.DoubleType, false)
          .add("deviation", DataTypes.DoubleType, false)
          .add("subjects", DataTypes.DoubleType, false);

  private String uid;
  private final double[] point;
  private final Vector coefficients;
  private final PrivateTraining training;

  /**
   * @param point the coefficients and, last, the intercept
   */
  DifferentiallyPrivateLogisticRegressionModel(
      String uid, double[] point, PrivateTraining training) {
    this(Uids.next(uid), point, training);
  }

  private DifferentiallyPrivateLogisticRegressionModel(
      Uids.Token token, double[] point, PrivateTraining training) {
    this.uid = token.uid();
    this.point = point.clone();
    this.coefficients = Vectors.dense(Arrays.copyOf(point, point.length - 1));
    this.training = training;
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = Uids.taken();
    }
    return uid;
  }

  public Vector coefficients() {
    return coefficients;
  }

  public double intercept() {
    return point[point.length - 1];
  }

  /** The privacy that the model keeps, and what it cost. */
  public PrivateTraining training() {
    return training;
  }

  @Override
  public int numClasses() {
    return 2;
  }

  @Override
  public int numFeatures() {
    return point.length - 1;
  }

  @Override
  public Vector predictRaw(Vector features) {
    double margin =
        intercept()
            + PrivateExample.factor(features, training.maxNorm()) * features.dot(coefficients);
    return Vectors.dense(-margin, margin);
  }

  @Override
  public Vector raw2probabilityInPlace(Vector raw) {
    double[] values = ((DenseVector) raw).values();
    values[1] = Point.sigmoid(values[1]);
    values[0] = 1 - values[1];
    return raw;
  }

  @Override
  public DifferentiallyPrivateLogisticRegressionModel copy(ParamMap extra) {
    DifferentiallyPrivateLogisticRegressionModel copy =
        new DifferentiallyPrivateLogisticRegressionModel(uid(), point, training);
    copyValues(copy, extra);
    return (DifferentiallyPrivateLogisticRegressionModel) copy.setParent(parent());
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
        this,
        SCHEMA,
        () ->
            List.of(
                RowFactory.create(
                    point,
                    training.epsilon(),
                    training.delta(),
                    training.rho(),
                    training.iterations(),
                    training.maxNorm(),
                    training.deviation(),
                    training.subjects())));
  }

  /** Reads a saved model. */
  public static MLReader<DifferentiallyPrivateLogisticRegressionModel> read() {
    return Saved.reader(
        DifferentiallyPrivateLogisticRegressionModel.class,
        DifferentiallyPrivateLogisticRegressionModel::loaded);
  }

  /** Loads a saved model. */
  public static DifferentiallyPrivateLogisticRegressionModel load(String path) {
    return read().load(path);
  }

  private static DifferentiallyPrivateLogisticRegressionModel loaded(String uid, List<Row> rows) {
    Row row = rows.get(0);
    PrivateTraining training =
        new PrivateTraining(
            row.getDouble(1),
            row.getDouble(2),
            row.getDouble(3),
            row.getInt(4),
            row.getDouble(5),
            row.getDouble(6),
            row.getDouble(7));
    double[] point = row.<Double>getList(0).stream().mapToDouble(Double::doubleValue).toArray();
    return new DifferentiallyPrivateLogisticRegressionModel(uid, point, training);
  }
}
