package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One deterministic linear model against the randomized classifiers of Fairlearn: a bound of each
 * constraint. All rows, and the test violation, are {@code scripts/bench reductions}.
 */
class FairlearnRowsTest {
  private static final int EVERY = 3;
  private static final Map<String, String> CONSTRAINTS =
      Map.of(
          "demographic_parity", "demographic-parity",
          "equalized_odds", "equalized-odds",
          "true_positive_rate_parity", "equal-opportunity");

  @ParameterizedTest
  @ValueSource(strings = {"adult", "bank_marketing"})
  void keepsTheBoundAtTheAccuracyOfFairlearn(String name) {
    Dataset<Row> rows = Benchmarks.rows(name);
    JsonNode golden = Benchmarks.json(name, "reductions.json");
    List<String> failed = new ArrayList<>();
    golden
        .get("attributes")
        .fields()
        .forEachRemaining(
            attribute -> {
              List<JsonNode> theirs = new ArrayList<>();
              JsonNode gradient = attribute.getValue().get("exponentiated_gradient");
              for (int i = 0; i < gradient.size(); i += EVERY) {
                theirs.add(gradient.get(i));
              }
              theirs.add(attribute.getValue().get("grid_search"));
              for (JsonNode their : theirs) {
                String line = compared(rows, attribute.getKey(), their);
                if (line.endsWith("FAILS")) {
                  failed.add(line);
                }
              }
            });
    assertThat(failed).isEmpty();
  }

  private static String compared(Dataset<Row> rows, String attribute, JsonNode their) {
    String constraint = their.get("constraint").asText();
    String figure = constraint.replace("_parity", "").replace("demographic", "demographic_parity");
    figure = figure + "_difference";
    double bound = their.get("train").get(figure).asDouble();
    Dataset<Row> train = rows.filter(col("split").equalTo("train"));
    Dataset<Row> test = rows.filter(col("split").equalTo("test"));
    long start = System.nanoTime();
    FairLogisticRegressionModel model =
        new FairLogisticRegression()
            .setSensitiveCols(new String[] {attribute})
            .setConstraint(CONSTRAINTS.get(constraint))
            .setBound(bound)
            .setRegParam(1.0 / train.count())
            .setStandardization(false)
            .fit(train);
    double seconds = (System.nanoTime() - start) / 1e9;
    double[] onTrain = measured(model.transform(train), attribute, constraint);
    double[] onTest = measured(model.transform(test), attribute, constraint);
    double accuracy = their.get("test").get("accuracy").asDouble();
    boolean holds = onTrain[1] <= bound + 0.002 + 1 / onTrain[2] && onTest[0] >= accuracy - 0.003;
    return String.format(
        Locale.ROOT,
        "%s %s %.4f: met %s train %.4f | test accuracy %.4f (%.4f) violation %.4f (%.4f)"
            + " | passes %d %.1f s%s",
        attribute,
        constraint,
        bound,
        model.summary().orElseThrow().isMet(),
        onTrain[1],
        onTest[0],
        accuracy,
        onTest[1],
        their.get("test").get(figure).asDouble(),
        model.summary().orElseThrow().passes(),
        seconds,
        holds ? "" : " FAILS");
  }

  /** Accuracy, violation, and the fewest positives of a group. */
  private static double[] measured(Dataset<Row> scored, String attribute, String constraint) {
    Map<String, double[][]> counts = new TreeMap<>();
    double right = 0;
    double all = 0;
    for (Row row : scored.groupBy(attribute, "label", "prediction").count().collectAsList()) {
      int label = (int) row.getDouble(1);
      int prediction = (int) row.getDouble(2);
      double[][] cell = counts.computeIfAbsent(row.getString(0), key -> new double[2][2]);
      cell[label][prediction] += row.getLong(3);
      all += row.getLong(3);
      right += label == prediction ? row.getLong(3) : 0;
    }
    double fewest = counts.values().stream().mapToDouble(c -> c[1][0] + c[1][1]).min().orElse(0);
    double violation = 0;
    if (constraint.equals("demographic_parity")) {
      violation = range(counts, c -> (c[0][1] + c[1][1]) / (c[0][0] + c[0][1] + c[1][0] + c[1][1]));
    } else {
      violation = range(counts, c -> c[1][1] / (c[1][0] + c[1][1]));
      if (constraint.equals("equalized_odds")) {
        violation = Math.max(violation, range(counts, c -> c[0][1] / (c[0][0] + c[0][1])));
      }
    }
    return new double[] {right / all, violation, fewest};
  }

  private static double range(Map<String, double[][]> counts, ToDoubleFunction<double[][]> rate) {
    var statistics = counts.values().stream().mapToDouble(rate).summaryStatistics();
    return statistics.getMax() - statistics.getMin();
  }
}
