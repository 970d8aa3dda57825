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

/** The Params of a regression with a constraint, and what follows from their values. */
final class RegressionParams implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String NONE = "none";

  final Param<String> weightCol;
  final StringArrayParam sensitiveCols;
  final IntParam intersections;
  final Param<String> constraint;
  final DoubleParam bound;
  final DoubleParam minGroupWeight;
  final DoubleParam regParam;
  final DoubleParam elasticNetParam;
  final BooleanParam fitIntercept;
  final BooleanParam standardization;

  private final Params owner;

  RegressionParams(Params owner) {
    this.owner = owner;
    weightCol = new Param<>(owner.uid(), "weightCol", "weight of a row; 1 by default");
    sensitiveCols = new StringArrayParam(owner, "sensitiveCols", "columns that name the groups");
    intersections =
        new IntParam(
            owner, "intersections", "sensitive columns crossed at most", ParamValidators.gtEq(1));
    constraint =
        new Param<>(
            owner.uid(), "constraint", "what groups are owed: " + RegressionConstraint.titles());
    bound = positive("bound", "largest mean squared error, or difference between mean predictions");
    minGroupWeight = positive("minGroupWeight", "least weight of a group that is held");
    regParam = positive("regParam", "strength of the penalty");
    elasticNetParam =
        new DoubleParam(
            owner,
            "elasticNetParam",
            "share of the absolute penalty",
            ParamValidators.inRange(0, 1));
    fitIntercept = new BooleanParam(owner, "fitIntercept", "whether there is an intercept");
    standardization = new BooleanParam(owner, "standardization", "penalize standardized features");
    setDefaults();
  }

  private void setDefaults() {
    owner.setDefault(sensitiveCols, new String[0]);
    owner.setDefault(intersections, 1);
    owner.setDefault(constraint, NONE);
    owner.setDefault(minGroupWeight, 0.0);
    owner.setDefault(regParam, 0.0);
    owner.setDefault(elasticNetParam, 0.0);
    owner.setDefault(fitIntercept, true);
    owner.setDefault(standardization, true);
  }

  private DoubleParam positive(String name, String doc) {
    return new DoubleParam(owner, name, doc, ParamValidators.gtEq(0));
  }

  private <T> T value(Param<T> param) {
    return owner.getOrDefault(param);
  }

  List<String> sensitive() {
    return Arrays.asList(value(sensitiveCols));
  }

  double minGroupWeight() {
    return (double) owner.getOrDefault(minGroupWeight);
  }

  RegressionProblem.Settings settings() {
    return new RegressionProblem.Settings(
        (double) owner.getOrDefault(regParam),
        (double) owner.getOrDefault(elasticNetParam),
        (boolean) owner.getOrDefault(standardization),
        (boolean) owner.getOrDefault(fitIntercept));
  }

  /** Null for none. */
  RegressionConstraint constraintOrNull() {
    String title = value(constraint).toLowerCase(Locale.ROOT);
    if (title.equals(NONE)) {
      return null;
    }
    if (sensitive().isEmpty()) {
      throw new DataProblem(
          "Constraint " + title + " needs sensitive columns: name the groups to hold.");
    }
    if (!owner.isSet(bound)) {
      throw new DataProblem(
          "Constraint "
              + title
              + " needs a bound: the largest mean squared error of a group, or difference between"
              + " mean predictions, in the label's unit.");
    }
    return RegressionConstraint.of(title);
  }

  double boundOrInfinity() {
    return owner.isSet(bound) ? (double) owner.getOrDefault(bound) : Double.POSITIVE_INFINITY;
  }

  /** Says which columns that training needs are not there. */
  void check(StructType schema, String features, String label) {
    List<String> wanted = new ArrayList<>(List.of(features, label));
    if (owner.isDefined(weightCol)) {
      wanted.add(value(weightCol));
    }
    wanted.addAll(sensitive());
    wanted.removeAll(Arrays.asList(schema.fieldNames()));
    if (!wanted.isEmpty()) {
      throw new DataProblem(
          "Training rows have no column "
              + String.join(", ", wanted)
              + "; they have "
              + String.join(", ", schema.fieldNames())
              + ".");
    }
  }

  /** The columns that training reads, in the order of {@link RegressionRows}. */
  Dataset<Row> rows(Dataset<?> dataset, String features, String label) {
    List<Column> columns = new ArrayList<>();
    Column weight = owner.isDefined(weightCol) ? quoted(value(weightCol)) : lit(1.0);
    columns.add(quoted(features));
    columns.add(coalesce(quoted(label).cast("double"), lit(Double.NaN)));
    columns.add(coalesce(weight.cast("double"), lit(-1.0)));
    for (String column : sensitive()) {
      columns.add(Columns.group(column));
    }
    return dataset.select(columns.toArray(Column[]::new));
  }

  /** A column whose name may hold a dot. */
  private static Column quoted(String name) {
    return col(Quoted.name(name));
  }
}
