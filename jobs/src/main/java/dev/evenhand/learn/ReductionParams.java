package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The Params of a reduction, and what follows from their values. */
final class ReductionParams implements Serializable {
  static final String LOSS = "bounded-group-loss";
  private static final long serialVersionUID = 1L;

  final Param<String> labelCol;
  final Param<String> weightCol;
  final StringArrayParam sensitiveCols;
  final IntParam intersections;
  final Param<String> constraint;
  final DoubleParam bound;
  final Param<String> boundOn;
  final DoubleParam minGroupWeight;
  final DoubleParam multiplierLimit;
  final DoubleParam tol;
  final IntParam maxIter;
  final LongParam sampleRows;

  private final Params owner;

  ReductionParams(Params owner) {
    this.owner = owner;
    String uid = owner.uid();
    labelCol = new Param<>(uid, "labelCol", "label: 0 or 1, or a number to forecast");
    weightCol = new Param<>(uid, "weightCol", "weight of a row in error and rates");
    sensitiveCols = new StringArrayParam(owner, "sensitiveCols", "columns that name the groups");
    intersections =
        new IntParam(
            owner, "intersections", "sensitive columns crossed at most", ParamValidators.gtEq(1));
    constraint =
        new Param<>(uid, "constraint", "what is bounded: " + Constraint.titles() + ", " + LOSS);
    bound = atLeastZero("bound", "largest difference or loss, or smallest ratio");
    boundOn = new Param<>(uid, "boundOn", "difference or ratio between groups, or overall");
    minGroupWeight = atLeastZero("minGroupWeight", "least denominator of a rate");
    multiplierLimit = atLeastZero("multiplierLimit", "most that a unit of violation may cost");
    tol = atLeastZero("tol", "gap at which the search ends; 0: half the error's standard error");
    maxIter = new IntParam(owner, "maxIter", "most fits of all rows", ParamValidators.gtEq(1));
    sampleRows = new LongParam(owner, "sampleRows", "rows of a sample to start from; 0 for none");
  }

  private DoubleParam atLeastZero(String name, String doc) {
    return new DoubleParam(owner, name, doc, ParamValidators.gtEq(0));
  }

  void setDefaults() {
    owner.setDefault(labelCol, "label");
    owner.setDefault(sensitiveCols, new String[0]);
    owner.setDefault(intersections, 1);
    owner.setDefault(constraint, Constraint.DEMOGRAPHIC_PARITY.title());
    owner.setDefault(bound, 0.05);
    owner.setDefault(boundOn, "difference");
    owner.setDefault(minGroupWeight, 0.0);
    owner.setDefault(multiplierLimit, 100.0);
    owner.setDefault(tol, 0.0);
    owner.setDefault(maxIter, 50);
    owner.setDefault(sampleRows, 20_000L);
  }

  private <T> T value(Param<T> param) {
    return owner.getOrDefault(param);
  }

  List<String> sensitive() {
    return Arrays.asList(value(sensitiveCols));
  }

  boolean isForecast() {
    return title().equals(LOSS);
  }

  private String title() {
    return value(constraint).toLowerCase(Locale.ROOT);
  }

  private double number(DoubleParam param) {
    return (double) owner.getOrDefault(param);
  }

  Limit limit() {
    double most = number(bound);
    if (isForecast()) {
      return Limit.loss(most);
    }
    if (most > 1) {
      throw new DataProblem("A bound on rates lies between 0 and 1, was " + most + ".");
    }
    return switch (value(boundOn)) {
      case "difference" -> Limit.between(Bound.difference(most));
      case "overall" -> Limit.overall(most);
      case "ratio" -> {
        if (most == 0) {
          throw new DataProblem("A ratio of at least 0 bounds nothing; give one above 0.");
        }
        yield Limit.between(Bound.ratio(most));
      }
      default ->
          throw new DataProblem(
              "boundOn must be difference, ratio or overall, was '" + value(boundOn) + "'.");
    };
  }

  ReductionSearch.Settings settings() {
    return new ReductionSearch.Settings(
        limit(),
        number(multiplierLimit),
        number(tol),
        (int) owner.getOrDefault(maxIter),
        (long) owner.getOrDefault(sampleRows));
  }

  /** The figures that the constraint names. */
  CellFigures figures(ReductionRows rows, ReductionProfile profile) {
    Attributes attributes =
        new Attributes(
            sensitive(), (int) owner.getOrDefault(intersections), profile.combinations());
    double least = number(minGroupWeight);
    return isForecast()
        ? CellFigures.ofLosses(attributes, profile.combinations(), rows.weights(), least)
        : CellFigures.ofDecisions(
            attributes, profile.combinations(), rows.weights(), Constraint.of(title()), least);
  }

  List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < sensitive().size(); i++) {
      keys.add("evenhand_group_" + i);
    }
    return keys;
  }

  /** The learner's columns, label, weight and sensitive values. */
  Dataset<Row> rows(Dataset<?> dataset, List<String> learned) {
    List<Column> columns = new ArrayList<>();
    learned.forEach(column -> columns.add(col(Quoted.name(column))));
    columns.add(col(Quoted.name(value(labelCol))).cast("double").as(Learner.LABEL));
    Column weight = owner.isDefined(weightCol) ? col(Quoted.name(value(weightCol))) : lit(1.0);
    columns.add(weight.cast("double").as(Learner.WEIGHT));
    List<String> keys = keys();
    for (int i = 0; i < keys.size(); i++) {
      Column group = Columns.group(sensitive().get(i));
      columns.add(group.as(keys.get(i)));
    }
    return dataset.select(columns.toArray(Column[]::new));
  }

  /** Says which column that training needs isn't there. */
  void check(StructType schema, Learner learner) {
    if (sensitive().isEmpty()) {
      throw new DataProblem(
          "Constraint " + title() + " needs sensitive columns: name the groups to compare.");
    }
    List<String> needed = new ArrayList<>(sensitive());
    needed.add(value(labelCol));
    needed.add(learner.features());
    if (owner.isDefined(weightCol)) {
      needed.add(value(weightCol));
    }
    List<String> present = Arrays.asList(schema.fieldNames());
    needed.removeAll(present);
    if (!needed.isEmpty()) {
      throw new DataProblem(
          "Training rows have no column " + String.join(", ", needed) + ". Name those they have.");
    }
  }
}
