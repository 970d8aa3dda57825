package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.util.List;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Gradient-boosted trees whose decisions on the training rows hold a fairness constraint: min mean
 * w 2 log(1 + exp(-2 y F)), y = ±1, such that max rate - min rate ≤ bound between the groups of
 * each sensitive column.
 *
 * <p>One training run, whose multipliers change between trees (see {@link FairBoosting}). The model
 * is MLlib's own GBTClassificationModel. Sensitive columns are needed to fit and never to predict;
 * a decision is made at the {@code thresholds} of MLlib's classifiers, 0.5 unless they are set.
 * Without a constraint it is MLlib's GBTClassifier, on bins that don't depend on the order of rows
 * or their partitions; nor does any other figure, since sums are whole numbers.
 *
 * <p>Cruz, Belém, Jesus, Bravo, Saleiro, Bizarro (2023), "FairGBM: Gradient Boosting with Fairness
 * Constraints"; Cotter et al. (2019); Friedman (2001).
 */
public final class FairGBTClassifier
    extends ProbabilisticClassifier<Vector, FairGBTClassifier, GBTClassificationModel>
    implements MLWritable {
  private static final long serialVersionUID = 1L;

  private String uid;
  private final BoostingParams params;

  public FairGBTClassifier() {
    this(Uids.random("fairgbt"));
  }

  public FairGBTClassifier(String uid) {
    this(Uids.next(uid));
  }

  private FairGBTClassifier(Uids.Token token) {
    uid = token.uid();
    params = new BoostingParams(this);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = Uids.taken();
    }
    return uid;
  }

  public Param<String> weightCol() {
    return params.weightCol;
  }

  public StringArrayParam sensitiveCols() {
    return params.sensitiveCols;
  }

  public IntParam intersections() {
    return params.intersections;
  }

  public Param<String> constraint() {
    return params.constraint;
  }

  public DoubleParam bound() {
    return params.bound;
  }

  public DoubleParam minGroupWeight() {
    return params.minGroupWeight;
  }

  public IntParam maxIter() {
    return params.maxIter;
  }

  public IntParam maxDepth() {
    return params.maxDepth;
  }

  public IntParam maxBins() {
    return params.maxBins;
  }

  public DoubleParam stepSize() {
    return params.stepSize;
  }

  public DoubleParam subsamplingRate() {
    return params.subsamplingRate;
  }

  public IntParam minInstancesPerNode() {
    return params.minInstancesPerNode;
  }

  public DoubleParam minWeightFractionPerNode() {
    return params.minWeightFractionPerNode;
  }

  public DoubleParam minInfoGain() {
    return params.minInfoGain;
  }

  public LongParam seed() {
    return params.seed;
  }

  /** Column of each row's weight in the loss and in the rates of groups. */
  public FairGBTClassifier setWeightCol(String value) {
    return (FairGBTClassifier) set(params.weightCol, value);
  }

  /** Columns whose values are the groups to treat alike; null is the group "unknown". */
  public FairGBTClassifier setSensitiveCols(String[] value) {
    return (FairGBTClassifier) set(params.sensitiveCols, value);
  }

  /** How many sensitive columns at most are crossed; 1 (the default) for each alone. */
  public FairGBTClassifier setIntersections(int value) {
    return (FairGBTClassifier) set(params.intersections, value);
  }

  /** A {@link Constraint} by its title, or "none". */
  public FairGBTClassifier setConstraint(String value) {
    return (FairGBTClassifier) set(params.constraint, value);
  }

  /** The largest difference between groups. */
  public FairGBTClassifier setBound(double value) {
    return (FairGBTClassifier) set(params.bound, value);
  }

  /** Rates with a smaller denominator are left out of the constraint; 0 by default. */
  public FairGBTClassifier setMinGroupWeight(double value) {
    return (FairGBTClassifier) set(params.minGroupWeight, value);
  }

  /** How many trees are grown; under a constraint the best first ones of them are kept. */
  public FairGBTClassifier setMaxIter(int value) {
    return (FairGBTClassifier) set(params.maxIter, value);
  }

  public FairGBTClassifier setMaxDepth(int value) {
    return (FairGBTClassifier) set(params.maxDepth, value);
  }

  /** Bins of a feature at most, 256 at the most; a category is a bin. */
  public FairGBTClassifier setMaxBins(int value) {
    return (FairGBTClassifier) set(params.maxBins, value);
  }

  /** The weight of each tree but the first, which weighs 1. */
  public FairGBTClassifier setStepSize(double value) {
    return (FairGBTClassifier) set(params.stepSize, value);
  }

  /** Share of the rows that grow a tree; equal rows are in or out together. */
  public FairGBTClassifier setSubsamplingRate(double value) {
    return (FairGBTClassifier) set(params.subsamplingRate, value);
  }

  public FairGBTClassifier setMinInstancesPerNode(int value) {
    return (FairGBTClassifier) set(params.minInstancesPerNode, value);
  }

  public FairGBTClassifier setMinWeightFractionPerNode(double value) {
    return (FairGBTClassifier) set(params.minWeightFractionPerNode, value);
  }

  public FairGBTClassifier setMinInfoGain(double value) {
    return (FairGBTClassifier) set(params.minInfoGain, value);
  }

  /** Seed of the samples that grow trees. */
  public FairGBTClassifier setSeed(long value) {
    return (FairGBTClassifier) set(params.seed, value);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    params.check(schema);
    return super.transformSchema(schema);
  }

  /** Fits the model, whose {@link FairGBTClassificationModel#summary} tells what happened. */
  @Override
  public FairGBTClassificationModel fit(Dataset<?> dataset) {
    return (FairGBTClassificationModel) super.fit(dataset);
  }

  @Override
  public FairGBTClassificationModel train(Dataset<?> dataset) {
    FairBoosting.Settings settings = params.settings(cut());
    BoostingRows.Reading reading = params.reading(dataset.schema().apply(getFeaturesCol()));
    try (BoostingRows rows =
        BoostingRows.of(params.rows(dataset, getFeaturesCol(), getLabelCol()), reading)) {
      FairBoosting.Result result = new FairBoosting(rows, settings).fit();
      List<GrownTree> grown = result.trees();
      DecisionTreeRegressionModel[] trees = new DecisionTreeRegressionModel[grown.size()];
      double[] weights = new double[trees.length];
      for (int i = 0; i < trees.length; i++) {
        trees[i] = grown.get(i).toModel(uid() + "_tree" + i, rows.bins());
        weights[i] = grown.get(i).step();
      }
      return new FairGBTClassificationModel(uid(), trees, weights, rows.bins().width())
          .withSummary(result.summary());
    }
  }

  /** The margin above which a row is selected: where P[y = 1] / t1 exceeds P[y = 0] / t0. */
  private double cut() {
    if (!isDefined(thresholds())) {
      return 0;
    }
    double[] values = getThresholds();
    double cut = values.length == 2 ? 0.5 * Math.log(values[1] / values[0]) : Double.NaN;
    if (!Double.isFinite(cut)) {
      throw new DataProblem("thresholds must be two numbers above 0, one for each label.");
    }
    return cut;
  }

  @Override
  public FairGBTClassifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<FairGBTClassifier> read() {
    return Saved.reader(FairGBTClassifier.class, FairGBTClassifier::new);
  }

  /** Loads a saved estimator. */
  public static FairGBTClassifier load(String path) {
    return read().load(path);
  }
}
