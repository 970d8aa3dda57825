package dev.evenhand.learn;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
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
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The Params of {@link FairGBTClassifier}: those of MLlib's GBTClassifier and the constraint's. */
final class BoostingParams implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String NONE = "none";
  private static final int MOST_BINS = 256;
  private static final int MOST_DEPTH = 30;

  final Param<String> weightCol;
  final StringArrayParam sensitiveCols;
  final IntParam intersections;
  final Param<String> constraint;
  final DoubleParam bound;
  final DoubleParam minGroupWeight;
  final IntParam maxIter;
  final IntParam maxDepth;
  final IntParam maxBins;
  final DoubleParam stepSize;
  final DoubleParam subsamplingRate;
  final IntParam minInstancesPerNode;
  final DoubleParam minWeightFractionPerNode;
  final DoubleParam minInfoGain;
  final LongParam seed;

  private final Params owner;

  BoostingParams(Params owner) {
    this.owner = owner;
    weightCol = new Param<>(owner.uid(), "weightCol", "weight of a row in the loss and in rates");
    sensitiveCols = new StringArrayParam(owner, "sensitiveCols", "columns that name the groups");
    intersections = whole("intersections", "sensitive columns crossed at most", 1, 64);
    constraint =
        new Param<>(
            owner.uid(),
            "constraint",
            "what must be equal between groups: none, " + Constraint.titles());
    bound = number("bound", "largest difference between groups", 0, 1);
    minGroupWeight = number("minGroupWeight", "least denominator of a rate", 0, Double.MAX_VALUE);
    maxIter = whole("maxIter", "trees", 1, Integer.MAX_VALUE);
    maxDepth = whole("maxDepth", "depth of a tree at most; 0 is one leaf", 0, MOST_DEPTH);
    maxBins = whole("maxBins", "bins of a feature at most", 2, MOST_BINS);
    stepSize = number("stepSize", "weight of each tree but the first", 1e-9, 1);
    subsamplingRate = number("subsamplingRate", "share of the rows that grow a tree", 1e-9, 1);
    minInstancesPerNode = whole("minInstancesPerNode", "rows of a child at least", 1, MAX);
    minWeightFractionPerNode =
        number("minWeightFractionPerNode", "share of the weight of a child at least", 0, 0.5);
    minInfoGain = number("minInfoGain", "least gain of a split", 0, Double.MAX_VALUE);
    seed = new LongParam(owner, "seed", "of the samples that grow trees");
    setDefaults();
  }

  private static final int MAX = Integer.MAX_VALUE;

  private void setDefaults() {
    owner.setDefault(sensitiveCols, new String[0]);
    owner.setDefault(intersections, 1);
    owner.setDefault(constraint, NONE);
    owner.setDefault(bound, 0.05);
    owner.setDefault(minGroupWeight, 0.0);
    owner.setDefault(maxIter, 20);
    owner.setDefault(maxDepth, 5);
    owner.setDefault(maxBins, 32);
    owner.setDefault(stepSize, 0.1);
    owner.setDefault(subsamplingRate, 1.0);
    owner.setDefault(minInstancesPerNode, 1);
    owner.setDefault(minWeightFractionPerNode, 0.0);
    owner.setDefault(minInfoGain, 0.0);
    owner.setDefault(seed, 17L);
  }

  private DoubleParam number(String name, String doc, double least, double most) {
    return new DoubleParam(owner, name, doc, ParamValidators.inRange(least, most));
  }

  private IntParam whole(String name, String doc, int least, int most) {
    return new IntParam(owner, name, doc, ParamValidators.inRange(least, most));
  }

  private <T> T value(Param<T> param) {
    return owner.getOrDefault(param);
  }

  private double number(DoubleParam param) {
    return (double) owner.getOrDefault(param);
  }

  private int number(IntParam param) {
    return (int) owner.getOrDefault(param);
  }

  /** Names the columns that the training needs and the schema lacks. */
  void check(StructType schema) {
    List<String> needed = new ArrayList<>(Arrays.asList(value(sensitiveCols)));
    if (owner.isDefined(weightCol)) {
      needed.add(value(weightCol));
    }
    needed.removeAll(Arrays.asList(schema.fieldNames()));
    if (!needed.isEmpty()) {
      throw new DataProblem(
          "Training rows lack the columns "
              + String.join(", ", needed)
              + ", which sensitiveCols and weightCol name. They have "
              + String.join(", ", schema.fieldNames())
              + ".");
    }
  }

  FairBoosting.Settings settings(double cut) {
    String title = value(constraint).toLowerCase(Locale.ROOT);
    boolean isNone = title.equals(NONE);
    if (!isNone && value(sensitiveCols).length == 0) {
      throw new DataProblem(
          "Constraint " + title + " needs sensitive columns: name the groups to compare.");
    }
    return new FairBoosting.Settings(
        isNone ? null : Constraint.of(title),
        Bound.difference(number(bound)),
        number(minGroupWeight),
        cut,
        number(maxIter),
        number(maxDepth),
        number(stepSize),
        number(subsamplingRate),
        (long) owner.getOrDefault(seed),
        number(minInstancesPerNode),
        number(minWeightFractionPerNode),
        number(minInfoGain));
  }

  BoostingRows.Reading reading(StructField features) {
    return new BoostingRows.Reading(
        Arrays.asList(value(sensitiveCols)),
        number(intersections),
        number(maxBins),
        categories(features),
        number(subsamplingRate) < 1);
  }

  /** The number of categories of each nominal feature, by the metadata of its column. */
  private static Map<Integer, Integer> categories(StructField features) {
    Map<Integer, Integer> categories = new HashMap<>();
    var attributes = AttributeGroup.fromStructField(features).attributes();
    if (attributes.isDefined()) {
      Attribute[] all = attributes.get();
      for (int feature = 0; feature < all.length; feature++) {
        if (all[feature] instanceof NominalAttribute nominal
            && nominal.getNumValues().isDefined()) {
          categories.put(feature, (Integer) (Object) nominal.getNumValues().get());
        }
      }
    }
    return categories;
  }

  /** The columns that training reads, in the order that {@link BlockBuilder} expects. */
  Dataset<Row> rows(Dataset<?> dataset, String features, String label) {
    Column missing = lit(-1.0);
    Column weight = owner.isDefined(weightCol) ? col(Quoted.name(value(weightCol))) : lit(1.0);
    weight = coalesce(weight.cast("double"), missing);
    List<Column> columns = new ArrayList<>();
    columns.add(col(Quoted.name(features)));
    columns.add(coalesce(col(Quoted.name(label)).cast("double"), missing));
    columns.add(weight);
    columns.add(weight);
    columns.add(lit(false));
    for (String column : value(sensitiveCols)) {
      columns.add(Columns.group(column));
    }
    return dataset.select(columns.toArray(Column[]::new));
  }
}
