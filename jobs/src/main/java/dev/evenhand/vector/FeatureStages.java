package dev.evenhand.vector;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.lake.table.FeatureRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Stock MLlib stages from the two feature maps to one vector.
 *
 * <p>A missing number becomes the mean of its training rows and raises a flag of its own; a missing
 * category is the category {@code (missing)}; a category never seen in training is a category of
 * its own; a number that no training row has is left out. Everything learned here is learned from
 * the rows the stages are fitted on.
 */
public final class FeatureStages {
  /** The vector's column. */
  public static final String FEATURES = "features";

  private static final String MISSING = "(missing)";
  private static final String ROWS = "rows";

  private final List<String> numbers;
  private final List<String> categories;
  private final SafeNames numberColumns;
  private final SafeNames categoryColumns;
  private final Optional<QuasiColumns> quasi;
  private final Set<String> withGaps = new TreeSet<>();
  private final Set<String> withoutValues = new TreeSet<>();

  /**
   * @param trainingSet the rows to learn from; with the anonymizer's columns if there are any
   */
  public FeatureStages(Dataset<Row> trainingSet, Optional<QuasiColumns> quasi) {
    FeatureNames names = FeatureNames.of(trainingSet);
    this.quasi = quasi;
    numbers = names.numbers().stream().filter(name -> !isQuasi(name)).toList();
    categories = names.categories().stream().filter(name -> !isQuasi(name)).toList();
    numberColumns = new SafeNames("n_", numbers);
    categoryColumns = new SafeNames("c_", categories);
    findGaps(trainingSet);
  }

  private boolean isQuasi(String name) {
    return quasi.isPresent() && quasi.get().contains(name);
  }

  /**
   * Which columns of numbers, before gaps are filled, lack a value in some training row, and which
   * in all of them: nothing can be learned from those, so they are left out.
   */
  private void findGaps(Dataset<Row> trainingSet) {
    Map<String, Column> values = new LinkedHashMap<>();
    for (String name : numbers) {
      values.put(numberColumns.of(name), FeatureRows.NUMBERS.column().getItem(name));
    }
    quasi.ifPresent(q -> q.generalizedNumbers().keySet().forEach(c -> values.put(c, col(c))));
    Column[] present =
        values.entrySet().stream()
            .map(e -> count(e.getValue()).as(e.getKey()))
            .toArray(Column[]::new);
    Row counts = trainingSet.agg(count(lit(1)).as(ROWS), present).head();
    long rows = counts.<Long>getAs(ROWS);
    for (String column : values.keySet()) {
      long there = counts.<Long>getAs(column);
      if (there == 0) {
        withoutValues.add(column);
      } else if (there < rows) {
        withGaps.add(column);
      }
    }
  }

  /** The stages, to be fitted in a pipeline; the anonymizer's stand before them. */
  public List<PipelineStage> stages() {
    List<PipelineStage> stages = new ArrayList<>();
    stages.add(new SQLTransformer().setStatement(expansion()));
    if (!withGaps.isEmpty()) {
      String[] columns = withGaps.toArray(String[]::new);
      stages.add(
          new Imputer()
              .setStrategy("mean")
              .setInputCols(columns)
              .setOutputCols(suffixed(columns, "_filled")));
    }
    if (!categories.isEmpty()) {
      String[] columns = categories.stream().map(categoryColumns::of).toArray(String[]::new);
      stages.add(
          new StringIndexer()
              .setHandleInvalid("keep")
              .setStringOrderType("alphabetAsc")
              .setInputCols(columns)
              .setOutputCols(suffixed(columns, "_index")));
      stages.add(
          new OneHotEncoder()
              .setDropLast(false)
              .setInputCols(suffixed(columns, "_index"))
              .setOutputCols(suffixed(columns, "_codes")));
    }
    stages.add(
        new VectorAssembler()
            .setHandleInvalid("error")
            .setInputCols(inputs().keySet().toArray(String[]::new))
            .setOutputCol(FEATURES));
    return stages;
  }

  /** The columns that make the vector, in order, with the feature each stands for. */
  public Map<String, String> inputs() {
    Map<String, String> inputs = new LinkedHashMap<>();
    numbers.forEach(name -> addNumber(inputs, numberColumns.of(name), name));
    quasi.ifPresent(q -> q.generalizedNumbers().forEach((c, name) -> addNumber(inputs, c, name)));
    quasi.ifPresent(q -> inputs.putAll(q.generalizedCategories()));
    categories.forEach(name -> inputs.put(categoryColumns.of(name) + "_codes", name));
    return inputs;
  }

  private void addNumber(Map<String, String> inputs, String column, String name) {
    if (withoutValues.contains(column)) {
      return;
    }
    boolean hasGaps = withGaps.contains(column);
    inputs.put(hasGaps ? column + "_filled" : column, name);
    if (hasGaps) {
      inputs.put(column + "_missing", name);
    }
  }

  private String expansion() {
    StringBuilder select = new StringBuilder("SELECT *");
    for (String name : numbers) {
      String value = "numbers[" + SafeNames.literal(name) + "]";
      String column = numberColumns.of(name);
      if (withoutValues.contains(column)) {
        continue;
      }
      // A number that no training row lacks may lack in a new one: then it says nothing, 0.
      boolean hasGaps = withGaps.contains(column);
      select.append(hasGaps ? ", " + value : ", coalesce(" + value + ", 0D)").append(" AS ");
      select.append(column);
      appendFlag(select, value, column);
    }
    quasi.ifPresent(q -> q.generalizedNumbers().keySet().forEach(c -> appendFlag(select, c, c)));
    for (String name : categories) {
      select
          .append(", coalesce(categories[")
          .append(SafeNames.literal(name))
          .append("], '" + MISSING + "') AS ")
          .append(categoryColumns.of(name));
    }
    return select.append(" FROM __THIS__").toString();
  }

  private void appendFlag(StringBuilder select, String value, String column) {
    if (withGaps.contains(column)) {
      select.append(", CAST(").append(value).append(" IS NULL AS DOUBLE) AS ").append(column);
      select.append("_missing");
    }
  }

  private static String[] suffixed(String[] columns, String suffix) {
    return Arrays.stream(columns).map(column -> column + suffix).toArray(String[]::new);
  }
}
