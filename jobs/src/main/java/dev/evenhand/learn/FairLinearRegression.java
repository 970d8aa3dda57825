package dev.evenhand.learn;

import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.regression.Regressor;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Linear regression that owes something to groups: min ½ mean w (y - w'x - b)² + penalty, such that
 * each group's mean squared error is at most a bound (bounded group loss), or the groups' mean
 * predictions lie at most a bound apart (mean-prediction parity). Agarwal, Dudik and Wu (2019),
 * "Fair Regression: Quantitative Definitions and Reduction-Based Algorithms".
 *
 * <p>Squared loss depends on the rows only by sums of products, which one pass keeps exactly for
 * each group; the rest is arithmetic: a convex program with quadratic or linear bounds, solved to
 * its optimum. So the order of rows and the number of partitions don't change a digit. Sensitive
 * columns are needed to fit and never to predict. Without a constraint it is MLlib's
 * LinearRegression with elastic net.
 */
public final class FairLinearRegression
    extends Regressor<Vector, FairLinearRegression, FairLinearRegressionModel>
    implements MLWritable {
  private static final long serialVersionUID = 1L;

  private String uid;
  private final RegressionParams fair;

  public FairLinearRegression() {
    this(Uids.random("fairlinreg"));
  }

  public FairLinearRegression(String uid) {
    this(Uids.next(uid));
  }

  private FairLinearRegression(Uids.Token token) {
    uid = token.uid();
    fair = new RegressionParams(this);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = Uids.taken();
    }
    return uid;
  }

  public Param<String> weightCol() {
    return fair.weightCol;
  }

  public StringArrayParam sensitiveCols() {
    return fair.sensitiveCols;
  }

  public IntParam intersections() {
    return fair.intersections;
  }

  public Param<String> constraint() {
    return fair.constraint;
  }

  public DoubleParam bound() {
    return fair.bound;
  }

  public DoubleParam minGroupWeight() {
    return fair.minGroupWeight;
  }

  public DoubleParam regParam() {
    return fair.regParam;
  }

  public DoubleParam elasticNetParam() {
    return fair.elasticNetParam;
  }

  public BooleanParam fitIntercept() {
    return fair.fitIntercept;
  }

  public BooleanParam standardization() {
    return fair.standardization;
  }

  /** Column of each row's weight, in all means. */
  public FairLinearRegression setWeightCol(String value) {
    return (FairLinearRegression) set(fair.weightCol, value);
  }

  /** Columns whose values are the groups; null is the group "unknown". */
  public FairLinearRegression setSensitiveCols(String[] value) {
    return (FairLinearRegression) set(fair.sensitiveCols, value);
  }

  /** How many sensitive columns at most are crossed; 1 (the default) for each alone. */
  public FairLinearRegression setIntersections(int value) {
    return (FairLinearRegression) set(fair.intersections, value);
  }

  /** A {@link RegressionConstraint} by its title, or "none". */
  public FairLinearRegression setConstraint(String value) {
    return (FairLinearRegression) set(fair.constraint, value);
  }

  /**
   * The largest mean squared error of a group, in the label's unit squared, or the largest
   * difference between mean predictions, in the label's unit; infinite for none.
   */
  public FairLinearRegression setBound(double value) {
    return (FairLinearRegression) set(fair.bound, value);
  }

  /** Groups of a smaller weight are left out of the constraint; 0 by default. */
  public FairLinearRegression setMinGroupWeight(double value) {
    return (FairLinearRegression) set(fair.minGroupWeight, value);
  }

  public FairLinearRegression setRegParam(double value) {
    return (FairLinearRegression) set(fair.regParam, value);
  }

  public FairLinearRegression setElasticNetParam(double value) {
    return (FairLinearRegression) set(fair.elasticNetParam, value);
  }

  public FairLinearRegression setFitIntercept(boolean value) {
    return (FairLinearRegression) set(fair.fitIntercept, value);
  }

  public FairLinearRegression setStandardization(boolean value) {
    return (FairLinearRegression) set(fair.standardization, value);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    fair.check(schema, getFeaturesCol(), getLabelCol());
    return super.transformSchema(schema);
  }

  @Override
  public FairLinearRegressionModel train(Dataset<?> dataset) {
    RegressionConstraint constraint = fair.constraintOrNull();
    List<String> sensitive = fair.sensitive();
    RegressionProblem.Settings settings = fair.settings();
    RegressionMoments moments =
        RegressionRows.moments(
            fair.rows(dataset, getFeaturesCol(), getLabelCol()),
            sensitive,
            (int) $(fair.intersections),
            settings.hasIntercept());
    FairLine.Line line =
        new FairLine(moments, settings, fair.minGroupWeight())
            .fit(constraint, fair.boundOrInfinity());
    return new FairLinearRegressionModel(
            uid(), Vectors.dense(line.coefficients()), line.intercept())
        .withSummary(line.summary());
  }

  @Override
  public FairLinearRegression copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<FairLinearRegression> read() {
    return Saved.reader(FairLinearRegression.class, FairLinearRegression::new);
  }

  /** Loads a saved estimator. */
  public static FairLinearRegression load(String path) {
    return read().load(path);
  }
}
