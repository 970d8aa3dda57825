package dev.evenhand.learn;

import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Logistic regression whose decisions on the training rows hold a fairness constraint: min mean w
 * (log(1 + exp(m)) - y m) + penalty, such that max rate - min rate ≤ bound between the groups of
 * each sensitive column.
 *
 * <p>One deterministic linear model, found by sequential quadratic programming on smooth rates that
 * are corrected by the actual ones (see {@link FairFit}), one pass over the rows a step. Sensitive
 * columns are needed to fit and never to predict. Without a constraint it is MLlib's
 * LogisticRegression with elastic net. Sums are exact, so that the order of rows and the number of
 * partitions don't change a digit.
 *
 * <p>Related: Cotter et al. (2019), "Optimization with Non-Differentiable Constraints" (proxies
 * with actual rates); Zafar et al. (2017) (constrained logistic regression); Agarwal et al. (2018).
 */
public final class FairLogisticRegression
    extends ProbabilisticClassifier<Vector, FairLogisticRegression, FairLogisticRegressionModel>
    implements MLWritable {
  private static final long serialVersionUID = 1L;

  private String uid;
  private final FairParams fair;

  public FairLogisticRegression() {
    this(Uids.random("fairlogreg"));
  }

  public FairLogisticRegression(String uid) {
    this(Uids.next(uid));
  }

  private FairLogisticRegression(Uids.Token token) {
    uid = token.uid();
    fair = new FairParams(this);
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

  public Param<String> rateWeightCol() {
    return fair.rateWeightCol;
  }

  public Param<String> validationIndicatorCol() {
    return fair.validationIndicatorCol;
  }

  public StringArrayParam sensitiveCols() {
    return fair.sensitiveCols;
  }

  public StringArrayParam controlCols() {
    return fair.controlCols;
  }

  public Param<String> offsetCol() {
    return fair.offsetCol;
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

  public Param<String> boundOn() {
    return fair.boundOn;
  }

  public Param<String> decide() {
    return fair.decide;
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

  public BooleanParam standardization() {
    return fair.standardization;
  }

  public IntParam maxIter() {
    return fair.maxIter;
  }

  public DoubleParam tol() {
    return fair.tol;
  }

  /**
   * Column of each row's weight in the loss and, unless {@link #rateWeightCol} says else, rates.
   */
  public FairLogisticRegression setWeightCol(String value) {
    return (FairLogisticRegression) set(fair.weightCol, value);
  }

  /** Column of each row's weight in the groups' rates; give a column of ones to count rows. */
  public FairLogisticRegression setRateWeightCol(String value) {
    return (FairLogisticRegression) set(fair.rateWeightCol, value);
  }

  /** Boolean column: true rows don't train, but choose the threshold. */
  public FairLogisticRegression setValidationIndicatorCol(String value) {
    return (FairLogisticRegression) set(fair.validationIndicatorCol, value);
  }

  /** Columns whose values are the groups to treat alike; null is the group "unknown". */
  public FairLogisticRegression setSensitiveCols(String[] value) {
    return (FairLogisticRegression) set(fair.sensitiveCols, value);
  }

  /** Columns within each of whose values groups are compared; null is the value "unknown". */
  public FairLogisticRegression setControlCols(String[] value) {
    return (FairLogisticRegression) set(fair.controlCols, value);
  }

  /**
   * Column that is added to each training row's margin in the loss, for what explains labels and
   * must not decide, such as the effect of a controlled attribute. Decisions are made without it.
   */
  public FairLogisticRegression setOffsetCol(String value) {
    return (FairLogisticRegression) set(fair.offsetCol, value);
  }

  /** How many sensitive columns at most are crossed; 1 (the default) for each alone. */
  public FairLogisticRegression setIntersections(int value) {
    return (FairLogisticRegression) set(fair.intersections, value);
  }

  /** A {@link Constraint} by its title, or "none". */
  public FairLogisticRegression setConstraint(String value) {
    return (FairLogisticRegression) set(fair.constraint, value);
  }

  /** The largest difference between groups, or the smallest ratio. */
  public FairLogisticRegression setBound(double value) {
    return (FairLogisticRegression) set(fair.bound, value);
  }

  /** What is bounded: "difference" (the default) or "ratio" of the groups' rates. */
  public FairLogisticRegression setBoundOn(String value) {
    return (FairLogisticRegression) set(fair.boundOn, value);
  }

  /** The policy under which decisions are made, as {@link DecisionPolicy#toString} writes it. */
  public FairLogisticRegression setDecide(String value) {
    return (FairLogisticRegression) set(fair.decide, value);
  }

  /** The policy under which decisions are made. */
  public FairLogisticRegression setDecide(DecisionPolicy value) {
    return setDecide(value.toString());
  }

  /** Rates with a smaller denominator are left out of the constraint; 0 by default. */
  public FairLogisticRegression setMinGroupWeight(double value) {
    return (FairLogisticRegression) set(fair.minGroupWeight, value);
  }

  public FairLogisticRegression setRegParam(double value) {
    return (FairLogisticRegression) set(fair.regParam, value);
  }

  public FairLogisticRegression setElasticNetParam(double value) {
    return (FairLogisticRegression) set(fair.elasticNetParam, value);
  }

  public FairLogisticRegression setStandardization(boolean value) {
    return (FairLogisticRegression) set(fair.standardization, value);
  }

  /** The most steps of the search: to its end, or before the actual rates correct it. */
  public FairLogisticRegression setMaxIter(int value) {
    return (FairLogisticRegression) set(fair.maxIter, value);
  }

  /** Stops when a step is predicted to lower the objective by less. */
  public FairLogisticRegression setTol(double value) {
    return (FairLogisticRegression) set(fair.tol, value);
  }

  @Override
  public FairLogisticRegressionModel train(Dataset<?> dataset) {
    fair.check(dataset.schema());
    FairFit.Settings settings = fair.settings();
    try (TrainingRows rows =
        TrainingRows.of(
            fair.rows(dataset, getFeaturesCol(), getLabelCol()),
            fair.grouping(),
            isSet(fair.validationIndicatorCol))) {
      FairFit.Result result = new FairFit(rows, fair.penalty(rows), settings).fit();
      double[] coefficients = new double[rows.profile().width];
      for (int i = 0; i < coefficients.length; i++) {
        coefficients[i] = result.weights()[i] * rows.scales()[i];
      }
      return new FairLogisticRegressionModel(
              uid(),
              Vectors.dense(coefficients),
              result.weights()[coefficients.length],
              result.threshold())
          .withSummary(result.summary());
    }
  }

  @Override
  public StructType transformSchema(StructType schema) {
    fair.check(schema);
    return super.transformSchema(schema);
  }

  @Override
  public FairLogisticRegression copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<FairLogisticRegression> read() {
    return Saved.reader(FairLogisticRegression.class, FairLogisticRegression::new);
  }

  /** Loads a saved estimator. */
  public static FairLogisticRegression load(String path) {
    return read().load(path);
  }
}
