package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Decides uncertain rows by group: inside the band |score − threshold| ≤ θ rows of groups with
 * lower rates are selected and rows of groups with higher rates are not; outside it and for all
 * other groups the threshold decides. Kamiran, Karim and Zhang (2012), "Decision Theory for
 * Discrimination-Aware Classification".
 *
 * <p>A group's rates are compared with those of all rows at the threshold. θ is the band that keeps
 * the bound at the highest accuracy or value on the fitted rows, or comes nearest to it; all are
 * tried, in one pass over the rows. The model is that of {@link GroupThresholds}: one threshold for
 * each of the three kinds of groups, nothing by chance.
 */
public final class RejectOption extends Estimator<GroupThresholdsModel> implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ThresholdParams thresholds;
  private final DoubleParam threshold;

  public RejectOption() {
    this(Uids.random("rejectoption"));
  }

  public RejectOption(String uid) {
    this.uid = uid;
    this.thresholds = new ThresholdParams(this);
    threshold =
        new DoubleParam(
            uid,
            "threshold",
            "where the band lies around",
            ParamValidators.inRange(0, 1, false, false));
    setDefault(threshold, 0.5);
    setDefault(thresholds.constraint, Constraint.DEMOGRAPHIC_PARITY.title());
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

  public DoubleParam minGroupWeight() {
    return thresholds.minGroupWeight;
  }

  public DoubleParam threshold() {
    return threshold;
  }

  /** Columns whose combined values are the groups; null is the value "unknown". */
  public RejectOption setSensitiveCols(String[] value) {
    return (RejectOption) set(sensitiveCols(), value);
  }

  /** Column of the score in [0, 1]. */
  public RejectOption setScoreCol(String value) {
    return (RejectOption) set(scoreCol(), value);
  }

  public RejectOption setLabelCol(String value) {
    return (RejectOption) set(labelCol(), value);
  }

  public RejectOption setWeightCol(String value) {
    return (RejectOption) set(weightCol(), value);
  }

  /** Column of the decision, 0.0 or 1.0. */
  public RejectOption setOutputCol(String value) {
    return (RejectOption) set(outputCol(), value);
  }

  /**
   * A {@link Constraint} by its title, but not error-rate-parity; demographic-parity by default.
   */
  public RejectOption setConstraint(String value) {
    return (RejectOption) set(constraint(), value);
  }

  /** The largest difference between groups, or the smallest ratio; 0.05 by default. */
  public RejectOption setBound(double value) {
    return (RejectOption) set(bound(), value);
  }

  /** What is bounded: "difference" (the default) or "ratio" of the groups' rates. */
  public RejectOption setBoundOn(String value) {
    return (RejectOption) set(boundOn(), value);
  }

  /** "accuracy" (the default), "balanced-accuracy", or "value=TP,FP,FN,TN". */
  public RejectOption setMaximize(String value) {
    return (RejectOption) set(maximize(), value);
  }

  /** Groups with a smaller denominator of a rate are decided by the threshold alone. */
  public RejectOption setMinGroupWeight(double value) {
    return (RejectOption) set(minGroupWeight(), value);
  }

  /** Where the band lies around; 0.5 by default. */
  public RejectOption setThreshold(double value) {
    return (RejectOption) set(threshold, value);
  }

  @Override
  public GroupThresholdsModel fit(Dataset<?> dataset) {
    ThresholdSearch.Settings settings = thresholds.settings(false);
    if (settings.constraint() == Constraint.ERROR_RATE_PARITY) {
      throw new DataProblem(
          "Reject option: a band can't make error rates equal. Use GroupThresholds for"
              + " error-rate-parity.");
    }
    double middle = (double) $(threshold);
    ScoreCells cells = thresholds.scored.cells(dataset, middle);
    GroupCells all = cells.pooled();
    if (all.lowest()[0] < 0 || all.highest()[all.size() - 1] > 1) {
      throw new DataProblem("Reject option: scores must lie in [0, 1].");
    }
    ThresholdSearch.Result found =
        ThresholdSearch.of(cells, settings, RejectSearch.policies(cells, settings, middle));
    GroupThresholdsModel model =
        new GroupThresholdsModel(uid, found.policies()).withSummary(found.summary());
    copyValues(model, ParamMap.empty());
    return (GroupThresholdsModel) model.setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    thresholds.scored.checkLabelled(schema);
    return thresholds.output(schema);
  }

  @Override
  public RejectOption copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<RejectOption> read() {
    return Saved.reader(RejectOption.class, RejectOption::new);
  }

  /** Loads a saved estimator. */
  public static RejectOption load(String path) {
    return read().load(path);
  }
}
