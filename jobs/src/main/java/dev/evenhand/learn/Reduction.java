package dev.evenhand.learn;

import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Fair training as a course of weighted fits of any estimator: what {@link ExponentiatedGradient}
 * and {@link GridSearch} have in common.
 *
 * <p>A multiplier's cost depends on a row's group and label only, so that a fit reads the cached
 * rows with label and weight as expressions.
 */
public abstract class Reduction<T extends Reduction<T>> extends Estimator<MixtureModel>
    implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final StructType NOTHING = new StructType().add("nothing", "int");

  final ReductionParams fair;
  final MixtureParams mixture;
  private final String uid;
  private Estimator<?> estimator;

  Reduction(String uid) {
    this.uid = uid;
    fair = new ReductionParams(this);
    mixture = new MixtureParams(this);
    fair.setDefaults();
    mixture.setDefaults(this);
  }

  abstract T self();

  abstract ReductionSearch.Result search(ReductionSearch search, CellFigures figures);

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> labelCol() {
    return fair.labelCol;
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

  public Param<String> boundOn() {
    return fair.boundOn;
  }

  public DoubleParam minGroupWeight() {
    return fair.minGroupWeight;
  }

  public LongParam sampleRows() {
    return fair.sampleRows;
  }

  public DoubleParam multiplierLimit() {
    return fair.multiplierLimit;
  }

  public DoubleParam tol() {
    return fair.tol;
  }

  public IntParam maxIter() {
    return fair.maxIter;
  }

  public Param<String> outcome() {
    return mixture.outcome;
  }

  public Param<String> keyCol() {
    return mixture.keyCol;
  }

  public LongParam seed() {
    return mixture.seed;
  }

  public Param<String> predictionCol() {
    return mixture.predictionCol;
  }

  public Param<String> chanceCol() {
    return mixture.chanceCol;
  }

  public Param<String> scoreCol() {
    return mixture.scoreCol;
  }

  /** The estimator to train: any of MLlib's that has a weight column. */
  public Estimator<?> estimator() {
    return estimator;
  }

  /** The estimator to train: any of MLlib's that has a weight column. */
  public T setEstimator(Estimator<?> value) {
    estimator = value;
    return self();
  }

  /** The label: 0 or 1, or the number to forecast. */
  public T setLabelCol(String value) {
    set(fair.labelCol, value);
    return self();
  }

  /** Column of each row's weight in error and rates. */
  public T setWeightCol(String value) {
    set(fair.weightCol, value);
    return self();
  }

  /** Columns whose values are the groups to treat alike; null is the group "unknown". */
  public T setSensitiveCols(String[] value) {
    set(fair.sensitiveCols, value);
    return self();
  }

  /** How many sensitive columns at most are crossed; 1 (the default) for each alone. */
  public T setIntersections(int value) {
    set(fair.intersections, value);
    return self();
  }

  /** A {@link Constraint} by its title, or "bounded-group-loss" for a regressor. */
  public T setConstraint(String value) {
    set(fair.constraint, value);
    return self();
  }

  /** The largest difference between groups or from overall, the smallest ratio, or largest loss. */
  public T setBound(double value) {
    set(fair.bound, value);
    return self();
  }

  /** What is bounded: "difference" (the default) or "ratio" between groups, or "overall". */
  public T setBoundOn(String value) {
    set(fair.boundOn, value);
    return self();
  }

  /** Rates with a smaller denominator are left out of the constraint; 0 by default. */
  public T setMinGroupWeight(double value) {
    set(fair.minGroupWeight, value);
    return self();
  }

  /** Rows of a sample on which the search starts, where there are twice as many; 0 for none. */
  public T setSampleRows(long value) {
    set(fair.sampleRows, value);
    return self();
  }

  /** The most that a unit of violation may cost, in error; 100 by default. */
  public T setMultiplierLimit(double value) {
    set(fair.multiplierLimit, value);
    return self();
  }

  /** The gap at which the search ends; 0 (the default) for half the error's standard error. */
  public T setTol(double value) {
    set(fair.tol, value);
    return self();
  }

  /** The most fits of all rows; 50 by default. */
  public T setMaxIter(int value) {
    set(fair.maxIter, value);
    return self();
  }

  /** What the model predicts: "mixture" (the default) or "single". */
  public T setOutcome(String value) {
    set(mixture.outcome, value);
    return self();
  }

  /** A row's stable key, from which its chance is drawn. */
  public T setKeyCol(String value) {
    set(mixture.keyCol, value);
    return self();
  }

  /** Seed of the draw. */
  public T setSeed(long value) {
    set(mixture.seed, value);
    return self();
  }

  public T setPredictionCol(String value) {
    set(mixture.predictionCol, value);
    return self();
  }

  public T setChanceCol(String value) {
    set(mixture.chanceCol, value);
    return self();
  }

  public T setScoreCol(String value) {
    set(mixture.scoreCol, value);
    return self();
  }

  @Override
  public MixtureModel fit(Dataset<?> dataset) {
    Learner learner = Learner.of(estimator);
    fair.check(dataset.schema(), learner);
    ReductionSearch.Settings settings = fair.settings();
    List<String> learned = learner.columns(dataset);
    Dataset<Row> prepared = fair.rows(dataset, learned);
    ReductionProfile profile =
        ReductionProfile.of(prepared, learner.features(), fair.keys(), fair.isForecast());
    try (ReductionRows rows = ReductionRows.of(prepared, profile, learned)) {
      CellFigures figures = fair.figures(rows, profile);
      ReductionSearch search =
          new ReductionSearch(rows, figures, learner, settings, profile.scale());
      MixtureModel model = MixtureModel.of(uid, search(search, figures));
      copyValues(model, ParamMap.empty());
      return (MixtureModel) model.setParent(this);
    }
  }

  @Override
  public StructType transformSchema(StructType schema) {
    fair.check(schema, Learner.of(estimator));
    return MixtureModel.schema(schema, mixture, this::$, fair.isForecast());
  }

  @Override
  public T copy(ParamMap extra) {
    Params copy = defaultCopy(extra);
    @SuppressWarnings("unchecked")
    T result = (T) copy;
    return result.setEstimator(estimator == null ? null : estimator.copy(extra));
  }

  @Override
  public MLWriter write() {
    List<Estimator<?>> parts = estimator == null ? List.of() : List.of(estimator);
    return SavedParts.writer(this, NOTHING, List::of, parts);
  }

  /** Gives a loaded reduction its estimator. */
  static <T extends Reduction<T>> T loaded(T reduction, List<Object> parts) {
    return parts.isEmpty() ? reduction : reduction.setEstimator((Estimator<?>) parts.get(0));
  }
}
