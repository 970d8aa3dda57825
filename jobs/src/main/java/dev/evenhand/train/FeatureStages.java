package dev.evenhand.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;

/**
 * Stock MLlib stages from the two feature maps to one vector.
 *
 * <p>A missing number becomes the mean of its training rows and raises a flag of its own; a missing
 * category is the category {@code (missing)}; a category never seen in training is a category of
 * its own. Everything learned here is learned from the rows the stages are fitted on.
 */
final class FeatureStages {
  static final String FEATURES = "features";
  static final String MISSING = "(missing)";

  private final FeatureNames names;
  private final Set<String> withGaps;
  private final Map<String, String> columns = new LinkedHashMap<>();

  /**
   * @param withGaps numeric features that are missing in some training row
   */
  FeatureStages(FeatureNames names, Set<String> withGaps) {
    this.names = names;
    this.withGaps = withGaps;
    names.numbers().forEach(name -> columns.put("n:" + name, safe("n_", name)));
    names.categories().forEach(name -> columns.put("c:" + name, safe("c_", name)));
  }

  List<PipelineStage> stages() {
    List<PipelineStage> stages = new ArrayList<>();
    stages.add(new SQLTransformer().setStatement(expansion()));
    if (!withGaps.isEmpty()) {
      String[] gaps = withGaps.stream().sorted().map(this::number).toArray(String[]::new);
      stages.add(
          new Imputer()
              .setStrategy("mean")
              .setInputCols(gaps)
              .setOutputCols(suffixed(gaps, "_filled")));
    }
    if (!names.categories().isEmpty()) {
      String[] texts = names.categories().stream().map(this::category).toArray(String[]::new);
      stages.add(
          new StringIndexer()
              .setHandleInvalid("keep")
              .setStringOrderType("alphabetAsc")
              .setInputCols(texts)
              .setOutputCols(suffixed(texts, "_index")));
      stages.add(
          new OneHotEncoder()
              .setHandleInvalid("error")
              .setDropLast(false)
              .setInputCols(suffixed(texts, "_index"))
              .setOutputCols(suffixed(texts, "_codes")));
    }
    stages.add(
        new VectorAssembler()
            .setHandleInvalid("error")
            .setInputCols(inputs().keySet().toArray(String[]::new))
            .setOutputCol(FEATURES));
    return stages;
  }

  /** The columns of the vector, in order, with the feature each stands for. */
  Map<String, String> inputs() {
    Map<String, String> inputs = new LinkedHashMap<>();
    for (String name : names.numbers()) {
      boolean hasGaps = withGaps.contains(name);
      inputs.put(hasGaps ? number(name) + "_filled" : number(name), name);
      if (hasGaps) {
        inputs.put(number(name) + "_missing", name);
      }
    }
    names.categories().forEach(name -> inputs.put(category(name) + "_codes", name));
    return inputs;
  }

  private String expansion() {
    StringBuilder select = new StringBuilder();
    for (String name : names.numbers()) {
      select.append(", numbers[").append(literal(name)).append("] AS ").append(number(name));
      if (withGaps.contains(name)) {
        select
            .append(", CAST(numbers[")
            .append(literal(name))
            .append("] IS NULL AS DOUBLE) AS ")
            .append(number(name))
            .append("_missing");
      }
    }
    for (String name : names.categories()) {
      select
          .append(", coalesce(categories[")
          .append(literal(name))
          .append("], '" + MISSING + "') AS ")
          .append(category(name));
    }
    return "SELECT *" + select + " FROM __THIS__";
  }

  private String number(String name) {
    return columns.get("n:" + name);
  }

  private String category(String name) {
    return columns.get("c:" + name);
  }

  private static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** A column name without dots and blanks; a number tells two apart that would fall together. */
  private String safe(String prefix, String name) {
    String base = prefix + name.replaceAll("[^A-Za-z0-9_]", "_");
    Set<String> taken = columns.values().stream().collect(Collectors.toSet());
    String candidate = base;
    for (int i = 2; taken.contains(candidate); i++) {
      candidate = base + "_" + i;
    }
    return candidate;
  }

  private static String[] suffixed(String[] columns, String suffix) {
    return java.util.Arrays.stream(columns).map(c -> c + suffix).toArray(String[]::new);
  }
}
