package dev.evenhand.learn;

import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Thresholds of its own for each group, so that decisions from given scores hold a constraint at
 * the highest accuracy or value: max Σ gain such that highest rate ≤ factor · lowest rate + margin.
 * Hardt, Price and Srebro (2016), "Equality of Opportunity in Supervised Learning", with a bound
 * instead of equality.
 *
 * <p>The optimum on the fitted rows is exact: with chance over the convex hulls of the groups' ROC
 * curves, without it over the curves' own points (see {@link RandomizedSearch} and {@link
 * FixedSearch}). One pass over the rows. A group is a combination of values of the sensitive
 * columns, which are needed to decide, too; a band that holds all combinations holds each column's
 * values alone. Fit it on rows that didn't train the scores.
 */
public final class GroupThresholds extends Estimator<GroupThresholdsModel> implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ThresholdParams thresholds;
  private final DrawParams draws;

  public GroupThresholds() {
    this(Uids.random("groupthresholds"));
  }

  public GroupThresholds(String uid) {
    this.uid = uid;
    this.thresholds = new ThresholdParams(this);
    this.draws = new DrawParams(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  public StringArrayParam sensitiveCols() {
    return thresholds.scored.sensitiveCols;
  }

  public Param<String> scoreCol() {
    return thresholds.scored.scoreCol;
  }

  public Param<String> labelCol() {
    return thresholds.scored.labelCol;
  }

  public Param<String> weightCol() {
    return thresholds.scored.weightCol;
  }

  public Param<String> outputCol() {
    return thresholds.scored.outputCol;
  }

  public Param<String> chanceCol() {
    return thresholds.chanceCol;
  }

  public Param<String> keyCol() {
    return draws.keyCol;
  }

  public LongParam seed() {
    return draws.seed;
  }

  public Param<String> constraint() {
    return thresholds.constraint;
  }

  public DoubleParam bound() {
    return thresholds.bound;
  }

  public Param<String> boundOn() {
    return thresholds.boundOn;
  }

  public Param<String> maximize() {
    return thresholds.maximize;
  }

  public BooleanParam randomized() {
    return draws.randomized;
  }

  public DoubleParam minGroupWeight() {
    return thresholds.minGroupWeight;
  }

  /** Columns whose combined values are the groups; null is the value "unknown". */
  public GroupThresholds setSensitiveCols(String[] value) {
    return (GroupThresholds) set(sensitiveCols(), value);
  }

  /** Column of the score: any finite number, the higher, the likelier label 1. */
  public GroupThresholds setScoreCol(String value) {
    return (GroupThresholds) set(scoreCol(), value);
  }

  public GroupThresholds setLabelCol(String value) {
    return (GroupThresholds) set(labelCol(), value);
  }

  public GroupThresholds setWeightCol(String value) {
    return (GroupThresholds) set(weightCol(), value);
  }

  /** Column of the decision, 0.0 or 1.0. */
  public GroupThresholds setOutputCol(String value) {
    return (GroupThresholds) set(outputCol(), value);
  }

  /** Column of the probability with which a row is selected; 0 or 1 without chance. */
  public GroupThresholds setChanceCol(String value) {
    return (GroupThresholds) set(chanceCol(), value);
  }

  /** Column of a row's stable key: the same key and seed always draw the same. */
  public GroupThresholds setKeyCol(String value) {
    return (GroupThresholds) set(keyCol(), value);
  }

  public GroupThresholds setSeed(long value) {
    return (GroupThresholds) set(seed(), value);
  }

  /** A {@link Constraint} by its title; equalized-odds by default. */
  public GroupThresholds setConstraint(String value) {
    return (GroupThresholds) set(constraint(), value);
  }

  /** The largest difference between groups, or the smallest ratio; 0.05 by default. */
  public GroupThresholds setBound(double value) {
    return (GroupThresholds) set(bound(), value);
  }

  /** What is bounded: "difference" (the default) or "ratio" of the groups' rates. */
  public GroupThresholds setBoundOn(String value) {
    return (GroupThresholds) set(boundOn(), value);
  }

  /** "accuracy" (the default), "balanced-accuracy", or "value=TP,FP,FN,TN". */
  public GroupThresholds setMaximize(String value) {
    return (GroupThresholds) set(maximize(), value);
  }

  /** What outcomes are worth, as {@link DecisionPolicy#maximizeValue} takes it. */
  public GroupThresholds setValue(Map<String, Double> values) {
    return setMaximize(DecisionPolicy.maximizeValue(values).toString());
  }

  /** True to decide by chance between thresholds, which reaches any bound; false by default. */
  public GroupThresholds setRandomized(boolean value) {
    return (GroupThresholds) set(randomized(), value);
  }

  /** Groups with a smaller denominator of a rate are decided like unknown ones; 0 by default. */
  public GroupThresholds setMinGroupWeight(double value) {
    return (GroupThresholds) set(minGroupWeight(), value);
  }

  @Override
  public GroupThresholdsModel fit(Dataset<?> dataset) {
    ThresholdSearch.Settings settings = thresholds.settings(draws.isRandomized());
    transformSchema(dataset.schema());
    ThresholdSearch.Result found =
        ThresholdSearch.of(thresholds.scored.cells(dataset, 0), settings);
    GroupThresholdsModel model =
        new GroupThresholdsModel(uid, found.policies()).withSummary(found.summary());
    copyValues(model, ParamMap.empty());
    return (GroupThresholdsModel) model.setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    thresholds.scored.checkLabelled(schema);
    if (draws.isRandomized()) {
      draws.check(schema, thresholds.scored);
    }
    return thresholds.output(schema);
  }

  @Override
  public GroupThresholds copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<GroupThresholds> read() {
    return Saved.reader(GroupThresholds.class, GroupThresholds::new);
  }

  /** Loads a saved estimator. */
  public static GroupThresholds load(String path) {
    return read().load(path);
  }
}
