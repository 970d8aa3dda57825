package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Least squares of the input columns on the sensitive ones, from one pass of exact sums. */
final class LinearEffects {
  private static final String STAGE = "CorrelationRemover";
  private static final int MOST_VARIABLES = 2000;
  private static final int DEPTH = 2;

  private final Repairing columns;
  private final List<String> numbers = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<Map<String, Integer>> places = new ArrayList<>();
  private final List<NumberRange> ranges;
  private final long rows;
  private final double largestWeight;
  private int variables;

  private LinearEffects(Dataset<?> table, Repairing columns, Column weight) {
    this.columns = columns;
    for (String column : columns.sensitive()) {
      (Repairing.isNumber(table.schema(), column) ? numbers : texts).add(column);
    }
    List<String> all = new ArrayList<>(numbers);
    all.addAll(columns.inputs());
    NumberRange.Ranges found = NumberRange.of(table, all, STAGE);
    ranges = found.ranges();
    rows = found.rows();
    variables = numbers.size();
    texts.forEach(column -> addValues(table, column));
    largestWeight = largest(table, weight);
  }

  /**
   * The effects of each sensitive number, and of each value of sensitive text.
   *
   * @param weightCol null for equal weights
   */
  static List<LinearEffect> of(Dataset<?> table, Repairing columns, String weightCol) {
    Column weight = weightCol == null ? lit(1.0) : col(Quoted.name(weightCol)).cast("double");
    LinearEffects effects = new LinearEffects(table, columns, weight);
    return effects.solved(effects.sums(table, weight));
  }

  private void addValues(Dataset<?> table, String column) {
    TreeSet<String> values = new TreeSet<>();
    table
        .select(Columns.group(column))
        .distinct()
        .limit(MOST_VARIABLES + 1)
        .collectAsList()
        .forEach(row -> values.add(row.getString(0)));
    if (variables + values.size() > MOST_VARIABLES) {
      throw new DataProblem(
          STAGE + ": sensitive columns have more than " + MOST_VARIABLES + " values. Group them.");
    }
    Map<String, Integer> of = new HashMap<>();
    for (String value : values) {
      of.put(value, variables++);
    }
    places.add(of);
  }

  private static double largest(Dataset<?> table, Column weight) {
    Column isFinite = NumberRange.isFinite(weight);
    Row row = table.agg(min(isFinite), min(weight), max(weight)).head();
    if (!row.getBoolean(0) || row.getDouble(1) < 0) {
      throw new DataProblem(STAGE + ": a row has a negative, null or infinite weight.");
    }
    if (row.getDouble(2) == 0) {
      throw new DataProblem(STAGE + ": no row has a weight above 0.");
    }
    return row.getDouble(2);
  }

  private CrossProducts sums(Dataset<?> table, Column weight) {
    List<Column> read = new ArrayList<>();
    read.add(weight);
    numbers.forEach(column -> read.add(col(Quoted.name(column)).cast("double")));
    columns.inputs().forEach(column -> read.add(col(Quoted.name(column)).cast("double")));
    texts.forEach(column -> read.add(Columns.group(column)));
    CrossProducts.Shape shape = new CrossProducts.Shape(numbers.size(), ranges, places, variables);
    double most = largestWeight;
    long count = rows;
    return table
        .select(read.toArray(Column[]::new))
        .toJavaRDD()
        .mapPartitions(
            iterator -> {
              CrossProducts sums = new CrossProducts(shape, most, count);
              iterator.forEachRemaining(sums::add);
              return List.of(sums).iterator();
            })
        .treeReduce(CrossProducts::merge, DEPTH);
  }

  private List<LinearEffect> solved(CrossProducts sums) {
    double[][] slopes = LeastSquares.solve(sums.covariance(), sums.rightSides());
    int inputs = columns.inputs().size();
    List<LinearEffect> effects = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      NumberRange range = ranges.get(i);
      List<Double> slope = new ArrayList<>();
      for (int j = 0; j < inputs; j++) {
        slope.add(slopes[i][j] * ranges.get(numbers.size() + j).scale() / range.scale());
      }
      double mean = range.center() + range.scale() * sums.mean(i);
      effects.add(new LinearEffect(numbers.get(i), null, mean, slope));
    }
    for (int t = 0; t < texts.size(); t++) {
      addEffects(effects, sums, slopes, t);
    }
    return effects;
  }

  /** A value's effect: its indicator's slope less the mean of all indicators' slopes. */
  private void addEffects(
      List<LinearEffect> effects, CrossProducts sums, double[][] slopes, int text) {
    int inputs = columns.inputs().size();
    Map<String, Integer> of = places.get(text);
    double[] means = new double[inputs];
    for (String value : new TreeSet<>(of.keySet())) {
      for (int j = 0; j < inputs; j++) {
        means[j] += sums.mean(of.get(value)) * slopes[of.get(value)][j];
      }
    }
    for (String value : new TreeSet<>(of.keySet())) {
      List<Double> shifts = new ArrayList<>();
      for (int j = 0; j < inputs; j++) {
        double scale = ranges.get(numbers.size() + j).scale();
        shifts.add((slopes[of.get(value)][j] - means[j]) * scale);
      }
      effects.add(new LinearEffect(texts.get(text), value, 0, shifts));
    }
  }
}
