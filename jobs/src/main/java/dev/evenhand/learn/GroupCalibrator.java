package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Makes scores mean probabilities in each group: E[Y | T_a(S), A = a] = T_a(S). Pleiss et al.
 * (2017), "On Fairness and Calibration". All groups in one pass; fitted on rows that didn't train
 * the scores.
 *
 * <ul>
 *   <li>{@code platt}: σ(a · logit(score) + b), a ≥ 0, as {@link Calibrator} fits it for all groups
 *       together. Where a group's scores run against its labels, a is 0.
 *   <li>{@code isotonic}: the monotone function nearest to the labels (Zadrozny and Elkan 2002),
 *       with straight lines between its steps.
 * </ul>
 *
 * <p>Groups with one label only, or too little weight, and unknown ones are calibrated like all
 * rows together.
 */
public final class GroupCalibrator extends Estimator<GroupScoresModel> implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ScoredParams scored;
  private final Param<String> method;
  private final DoubleParam minGroupWeight;

  public GroupCalibrator() {
    this(Uids.random("groupcalibrator"));
  }

  public GroupCalibrator(String uid) {
    this.uid = uid;
    scored = new ScoredParams(this, "Calibration by group", "calibrated", "calibrated score");
    method = new Param<>(uid, "method", "platt or isotonic");
    minGroupWeight =
        new DoubleParam(
            uid,
            "minGroupWeight",
            "groups with less are calibrated like all together",
            ParamValidators.gtEq(0));
    setDefault(method, "platt");
    setDefault(minGroupWeight, 0.0);
  }

  @Override
  public String uid() {
    return uid;
  }

  public StringArrayParam sensitiveCols() {
    return scored.sensitiveCols;
  }

  public Param<String> scoreCol() {
    return scored.scoreCol;
  }

  public Param<String> labelCol() {
    return scored.labelCol;
  }

  public Param<String> weightCol() {
    return scored.weightCol;
  }

  public Param<String> outputCol() {
    return scored.outputCol;
  }

  public Param<String> method() {
    return method;
  }

  public DoubleParam minGroupWeight() {
    return minGroupWeight;
  }

  /** Columns whose combined values are the groups; null is the value "unknown". */
  public GroupCalibrator setSensitiveCols(String[] value) {
    return (GroupCalibrator) set(sensitiveCols(), value);
  }

  /** Column of the score in [0, 1]. */
  public GroupCalibrator setScoreCol(String value) {
    return (GroupCalibrator) set(scoreCol(), value);
  }

  public GroupCalibrator setLabelCol(String value) {
    return (GroupCalibrator) set(labelCol(), value);
  }

  public GroupCalibrator setWeightCol(String value) {
    return (GroupCalibrator) set(weightCol(), value);
  }

  public GroupCalibrator setOutputCol(String value) {
    return (GroupCalibrator) set(outputCol(), value);
  }

  /** "platt" (the default) or "isotonic". */
  public GroupCalibrator setMethod(String value) {
    return (GroupCalibrator) set(method, value);
  }

  /** Groups with less weight are calibrated like all rows together; 0 by default. */
  public GroupCalibrator setMinGroupWeight(double value) {
    return (GroupCalibrator) set(minGroupWeight, value);
  }

  @Override
  public GroupScoresModel fit(Dataset<?> dataset) {
    Function<GroupCells, ScoreMap> fitted = fitted();
    ScoreCells cells = scored.cells(dataset, 0);
    GroupCells all = cells.pooled();
    if (all.lowest()[0] < 0 || all.highest()[all.size() - 1] > 1) {
      throw new DataProblem("Calibration by group: scores must lie in [0, 1].");
    }
    if (!hasBothLabels(all)) {
      throw new DataProblem("Calibration by group: all labels are equal. Both 0 and 1 are needed.");
    }
    Map<List<String>, ScoreMap> maps = new LinkedHashMap<>();
    maps.put(List.of(), fitted.apply(all));
    for (GroupCells group : cells.groups()) {
      double weight = group.weight(0) + group.weight(1);
      if (hasBothLabels(group) && weight >= (double) $(minGroupWeight)) {
        maps.put(group.group(), fitted.apply(group));
      }
    }
    GroupScoresModel model = new GroupScoresModel(uid, maps);
    copyValues(model, ParamMap.empty());
    return (GroupScoresModel) model.setParent(this);
  }

  private Function<GroupCells, ScoreMap> fitted() {
    return switch ($(method)) {
      case "platt" -> Calibration::platt;
      case "isotonic" -> Calibration::isotonic;
      default ->
          throw new DataProblem(
              "Calibration by group: unknown method '" + $(method) + "'; one of platt, isotonic.");
    };
  }

  private static boolean hasBothLabels(GroupCells cells) {
    return cells.weight(0) > 0 && cells.weight(1) > 0;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    scored.checkLabelled(schema);
    return Columns.with(schema, $(outputCol()), DataTypes.DoubleType);
  }

  @Override
  public GroupCalibrator copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<GroupCalibrator> read() {
    return Saved.reader(GroupCalibrator.class, GroupCalibrator::new);
  }

  /** Loads a saved estimator. */
  public static GroupCalibrator load(String path) {
    return read().load(path);
  }
}
