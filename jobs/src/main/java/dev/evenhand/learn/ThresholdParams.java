package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The Params of stages that seek thresholds by group, and of their model. */
final class ThresholdParams implements Serializable {
  private static final long serialVersionUID = 1L;

  final ScoredParams scored;
  final Param<String> chanceCol;
  final Param<String> constraint;
  final DoubleParam bound;
  final Param<String> boundOn;
  final Param<String> maximize;
  final DoubleParam minGroupWeight;

  private final Params owner;

  ThresholdParams(Params owner) {
    this.owner = owner;
    scored = new ScoredParams(owner, "Group thresholds", "decision", "the decision, 0 or 1");
    chanceCol = new Param<>(owner.uid(), "chanceCol", "the probability of being selected");
    constraint =
        new Param<>(
            owner.uid(), "constraint", "what must be equal between groups: " + Constraint.titles());
    bound =
        new DoubleParam(
            owner,
            "bound",
            "largest difference or smallest ratio between groups",
            ParamValidators.inRange(0, 1));
    boundOn = new Param<>(owner.uid(), "boundOn", "difference or ratio");
    maximize =
        new Param<>(owner.uid(), "maximize", "accuracy, balanced-accuracy or value=TP,FP,FN,TN");
    minGroupWeight =
        new DoubleParam(
            owner,
            "minGroupWeight",
            "least denominator of a group's rates",
            ParamValidators.gtEq(0));
    owner.setDefault(chanceCol, "chance");
    owner.setDefault(constraint, Constraint.EQUALIZED_ODDS.title());
    owner.setDefault(bound, 0.05);
    owner.setDefault(boundOn, "difference");
    owner.setDefault(maximize, "accuracy");
    owner.setDefault(minGroupWeight, 0.0);
  }

  /** What is sought; by chance only where a stage has that Param. */
  ThresholdSearch.Settings settings(boolean isRandomized) {
    return new ThresholdSearch.Settings(
        Constraint.of(owner.getOrDefault(constraint)),
        Bound.of(owner.getOrDefault(boundOn), (double) owner.getOrDefault(bound)),
        owner.getOrDefault(maximize),
        isRandomized,
        (double) owner.getOrDefault(minGroupWeight));
  }

  /** The schema with the chance and the decision. */
  StructType output(StructType schema) {
    String chance = owner.getOrDefault(chanceCol);
    String decision = owner.getOrDefault(scored.outputCol);
    if (chance.equals(decision)) {
      throw new DataProblem(
          "Group thresholds: chanceCol and outputCol are both " + chance + ". Name two columns.");
    }
    return Columns.with(
        Columns.with(schema, chance, DataTypes.DoubleType), decision, DataTypes.DoubleType);
  }
}
