package dev.evenhand.fairness;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log10;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The conditions that subgroups are made of: the frequent values of each column, and of a column of
 * many numbers the ranges between its quartiles, rounded to three digits. A missing value is {@code
 * unknown}.
 */
final class SubgroupItems implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No condition holds. */
  static final int NONE = -1;

  private static final int ITEMS = 400;
  private static final int MOST_VALUES = 50;
  private static final int FEW_NUMBERS = 10;
  private static final MathContext DIGITS = new MathContext(3);

  private final List<String> columns;
  private final StructType schema;
  private final List<Condition> conditions = new ArrayList<>();
  private final List<double[]> cuts = new ArrayList<>(); // null for a column of categories
  private final List<Map<String, Integer>> values = new ArrayList<>();
  private final List<Integer> firsts = new ArrayList<>();

  private SubgroupItems(List<String> columns, StructType schema) {
    this.columns = columns;
    this.schema = schema;
  }

  /** Two small aggregations over the rows. */
  static SubgroupItems of(Dataset<Row> rows, SubgroupRequest request) {
    SubgroupItems items = new SubgroupItems(request.columns(), rows.schema());
    Map<String, double[]> ranges = ranges(rows, request.columns());
    Map<String, List<String>> frequent = frequent(rows, request, ranges);
    for (String column : request.columns()) {
      items.firsts.add(items.conditions.size());
      if (ranges.containsKey(column)) {
        items.addRanges(column, ranges.get(column));
      } else {
        items.addValues(column, frequent.getOrDefault(column, List.of()));
      }
    }
    return items;
  }

  int size() {
    return conditions.size();
  }

  int columns() {
    return columns.size();
  }

  Condition condition(int item) {
    return conditions.get(item);
  }

  boolean areOfOneColumn(int a, int b) {
    return conditions.get(a).column().equals(conditions.get(b).column());
  }

  /** How many conjunctions of so many conditions there are at most. */
  double conjunctions(int depth) {
    double[] ways = new double[depth + 1]; // elementary symmetric sums of the columns' items
    ways[0] = 1;
    for (int column = 0; column < columns.size(); column++) {
      int next = column + 1 < columns.size() ? firsts.get(column + 1) : conditions.size();
      for (int k = depth; k > 0; k--) {
        ways[k] += ways[k - 1] * (next - firsts.get(column));
      }
    }
    double sum = 0;
    for (int k = 1; k <= depth; k++) {
      sum += ways[k];
    }
    return sum;
  }

  /** What {@link #item} takes of each column: a number or a text. */
  Column[] inputs() {
    Column[] inputs = new Column[columns.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = cuts.get(i) == null ? text(columns.get(i), schema) : number(columns.get(i));
    }
    return inputs;
  }

  boolean isNumber(int column) {
    return cuts.get(column) != null;
  }

  int item(int column, String value) {
    return values.get(column).getOrDefault(value, NONE);
  }

  int item(int column, double number) {
    if (Double.isNaN(number)) {
      return NONE;
    }
    int range = 0;
    for (double cut : cuts.get(column)) {
      range += number >= cut ? 1 : 0;
    }
    return firsts.get(column) + range;
  }

  private void addRanges(String column, double[] ends) {
    for (int i = 0; i <= ends.length; i++) {
      conditions.add(
          Condition.range(column, i == 0 ? null : ends[i - 1], i == ends.length ? null : ends[i]));
    }
    cuts.add(ends);
    values.add(Map.of());
  }

  private void addValues(String column, List<String> frequent) {
    Map<String, Integer> places = new HashMap<>();
    for (String value : frequent) {
      places.put(value, conditions.size());
      conditions.add(Condition.value(column, value));
    }
    cuts.add(null);
    values.add(places);
  }

  /** A whole number in a column of fractions is written as one. */
  private static Column text(String column, StructType schema) {
    Column text = Scan.quoted(column).cast("string");
    boolean isFraction = schema.apply(column).dataType().equals(DataTypes.DoubleType);
    return coalesce(
        isFraction ? regexp_replace(text, lit("\\.0$"), lit("")) : text, lit(Scan.UNKNOWN));
  }

  private static Column number(String column) {
    return Scan.quoted(column).cast("string").try_cast("double");
  }

  /** Three digits, so that few distinct numbers are left to sort, and a person can read them. */
  private static Column rounded(Column number) {
    Column unit = pow(lit(10.0), floor(log10(abs(number))).minus(2));
    return when(number.equalTo(0), lit(0.0)).otherwise(rint(number.divide(unit)).multiply(unit));
  }

  /** The distinct quartiles of the columns that are numbers throughout, and of more than a few. */
  private static Map<String, double[]> ranges(Dataset<Row> rows, List<String> columns) {
    List<Column> figures = new ArrayList<>();
    for (String column : columns) {
      Column number = number(column);
      figures.add(count(Scan.quoted(column)));
      figures.add(count(number));
      figures.add(approx_count_distinct(rounded(number)));
      figures.add(percentile(rounded(number), array(lit(0.25), lit(0.5), lit(0.75))));
    }
    Row found = rows.select(figures.toArray(Column[]::new)).head();
    Map<String, double[]> ranges = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      boolean isNumber = found.getLong(4 * i) == found.getLong(4 * i + 1);
      if (isNumber && found.getLong(4 * i + 2) > FEW_NUMBERS) {
        TreeSet<Double> ends = new TreeSet<>();
        found
            .<Double>getList(4 * i + 3)
            .forEach(end -> ends.add(BigDecimal.valueOf(end).round(DIGITS).doubleValue()));
        ranges.put(columns.get(i), ends.stream().mapToDouble(Double::doubleValue).toArray());
      }
    }
    return ranges;
  }

  /** The values of each other column that have enough rows, frequent ones first. */
  private static Map<String, List<String>> frequent(
      Dataset<Row> rows, SubgroupRequest request, Map<String, double[]> ranges) {
    List<String> categories =
        request.columns().stream().filter(column -> !ranges.containsKey(column)).toList();
    Map<String, List<String>> frequent = new HashMap<>();
    if (categories.isEmpty()) {
      return frequent;
    }
    int most = Math.max(2, Math.min(MOST_VALUES, ITEMS / request.columns().size()));
    Column[] cells =
        categories.stream()
            .map(
                column -> struct(lit(column).as("column"), text(column, rows.schema()).as("value")))
            .toArray(Column[]::new);
    rows.select(explode(array(cells)).as("cell"))
        .groupBy(col("cell.column").as("column"), col("cell.value").as("value"))
        .agg(count(lit(1)).as("n"))
        .filter(col("n").geq(request.minGroup()))
        .withColumn(
            "place",
            row_number().over(Window.partitionBy(col("column")).orderBy(desc("n"), col("value"))))
        .filter(col("place").leq(most))
        .orderBy(col("column"), col("place"))
        .collectAsList()
        .forEach(
            row ->
                frequent
                    .computeIfAbsent(row.getString(0), column -> new ArrayList<>())
                    .add(row.getString(1)));
    return frequent;
  }
}
