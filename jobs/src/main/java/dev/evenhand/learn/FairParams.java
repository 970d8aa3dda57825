package dev.evenhand.learn;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The Params of a fairness-constrained estimator, and what follows from their values. */
final class FairParams implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String NONE = "none";

  final Param<String> weightCol;
  final Param<String> rateWeightCol;
  final Param<String> validationIndicatorCol;
  final StringArrayParam sensitiveCols;
  final StringArrayParam controlCols;
  final Param<String> offsetCol;
  final IntParam intersections;
  final Param<String> constraint;
  final DoubleParam bound;
  final Param<String> boundOn;
  final Param<String> decide;
  final DoubleParam minGroupWeight;
  final DoubleParam regParam;
  final DoubleParam elasticNetParam;
  final BooleanParam standardization;
  final IntParam maxIter;
  final DoubleParam tol;

  private final Params owner;

  FairParams(Params owner) {
    this.owner = owner;
    weightCol = text("weightCol", "weight of a row in the loss, and in rates by default");
    rateWeightCol = text("rateWeightCol", "weight of a row in the groups' rates");
    validationIndicatorCol = text("validationIndicatorCol", "true for rows that don't train");
    sensitiveCols = new StringArrayParam(owner, "sensitiveCols", "columns that name the groups");
    controlCols = new StringArrayParam(owner, "controlCols", "groups are compared within these");
    offsetCol = text("offsetCol", "added to a training row's margin in the loss");
    intersections = whole("intersections", "sensitive columns crossed at most", 1);
    constraint = text("constraint", "what must be equal between groups: " + Constraint.titles());
    bound = number("bound", "largest difference or smallest ratio between groups", 0, 1);
    boundOn = text("boundOn", "difference or ratio");
    decide = text("decide", "the decision policy: threshold=0.5, top=0.1, f1, value=…");
    minGroupWeight = number("minGroupWeight", "least denominator of a rate", 0, Double.MAX_VALUE);
    regParam = number("regParam", "strength of the penalty", 0, Double.MAX_VALUE);
    elasticNetParam = number("elasticNetParam", "share of the absolute penalty", 0, 1);
    standardization = new BooleanParam(owner, "standardization", "penalize standardized features");
    maxIter = whole("maxIter", "most steps of the search", 0);
    tol = number("tol", "least predicted gain of a step", 0, Double.MAX_VALUE);
    setDefaults();
  }

  private void setDefaults() {
    owner.setDefault(sensitiveCols, new String[0]);
    owner.setDefault(controlCols, new String[0]);
    owner.setDefault(intersections, 1);
    owner.setDefault(constraint, NONE);
    owner.setDefault(bound, 0.05);
    owner.setDefault(boundOn, "difference");
    owner.setDefault(decide, "threshold=0.5");
    owner.setDefault(minGroupWeight, 0.0);
    owner.setDefault(regParam, 0.0);
    owner.setDefault(elasticNetParam, 0.0);
    owner.setDefault(standardization, true);
    owner.setDefault(maxIter, 40);
    owner.setDefault(tol, 1e-14);
  }

  private Param<String> text(String name, String doc) {
    return new Param<>(owner.uid(), name, doc);
  }

  private DoubleParam number(String name, String doc, double least, double most) {
    return new DoubleParam(owner, name, doc, ParamValidators.inRange(least, most));
  }

  private IntParam whole(String name, String doc, int least) {
    return new IntParam(owner, name, doc, ParamValidators.gtEq(least));
  }

  private <T> T value(Param<T> param) {
    return owner.getOrDefault(param);
  }

  List<String> sensitive() {
    return Arrays.asList(value(sensitiveCols));
  }

  /** Which groups are compared; none without a constraint. */
  Grouping grouping() {
    return new Grouping(
        sensitive(), (int) owner.getOrDefault(intersections), Arrays.asList(value(controlCols)));
  }

  /** Says which named columns are missing. */
  void check(StructType schema) {
    List<String> named = new ArrayList<>(grouping().sensitive());
    named.addAll(grouping().controls());
    for (Param<String> column :
        List.of(weightCol, rateWeightCol, validationIndicatorCol, offsetCol)) {
      if (owner.isDefined(column)) {
        named.add(value(column));
      }
    }
    List<String> present = Arrays.asList(schema.fieldNames());
    named.removeIf(present::contains);
    if (!named.isEmpty()) {
      throw new DataProblem(
          "Training rows lack the columns " + named + "; they have " + present + ".");
    }
  }

  FairFit.Settings settings() {
    String title = value(constraint).toLowerCase(Locale.ROOT);
    boolean isNone = title.equals(NONE);
    if (!isNone && sensitive().isEmpty()) {
      throw new DataProblem(
          "Constraint " + title + " needs sensitive columns: name the groups to compare.");
    }
    return new FairFit.Settings(
        isNone ? null : Constraint.of(title),
        boundValue(),
        DecisionPolicy.parse(value(decide)),
        (double) owner.getOrDefault(minGroupWeight),
        (int) owner.getOrDefault(maxIter),
        (double) owner.getOrDefault(tol));
  }

  private Bound boundValue() {
    return Bound.of(value(boundOn), (double) owner.getOrDefault(bound));
  }

  Penalty penalty(TrainingRows rows) {
    double strength = (double) owner.getOrDefault(regParam);
    boolean isStandardized = (boolean) owner.getOrDefault(standardization);
    double[] deviations =
        isStandardized && strength > 0 ? rows.deviations() : rows.scales().clone();
    return Penalty.of(strength, (double) owner.getOrDefault(elasticNetParam), deviations);
  }

  /** The columns that training reads, in the order that {@link BlockBuilder} expects. */
  Dataset<Row> rows(Dataset<?> dataset, String features, String label) {
    List<Column> columns = new ArrayList<>();
    Column missing = lit(-1.0);
    Column weight = owner.isDefined(weightCol) ? col(Quoted.name(value(weightCol))) : lit(1.0);
    Column rateWeight =
        owner.isDefined(rateWeightCol) ? col(Quoted.name(value(rateWeightCol))) : weight;
    Column validation =
        owner.isDefined(validationIndicatorCol)
            ? col(Quoted.name(value(validationIndicatorCol)))
            : lit(false);
    columns.add(col(Quoted.name(features)));
    columns.add(coalesce(col(Quoted.name(label)).cast("double"), missing));
    columns.add(coalesce(weight.cast("double"), missing));
    columns.add(coalesce(rateWeight.cast("double"), missing));
    columns.add(coalesce(validation.cast("boolean"), lit(false)));
    List<String> groups = new ArrayList<>(grouping().sensitive());
    groups.addAll(grouping().controls());
    for (String column : groups) {
      columns.add(Columns.group(column));
    }
    if (owner.isDefined(offsetCol)) {
      columns.add(coalesce(col(Quoted.name(value(offsetCol))).cast("double"), lit(Double.NaN)));
    }
    return dataset.select(columns.toArray(Column[]::new));
  }
}
