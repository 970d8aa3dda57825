package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thresholds by group against Fairlearn's ThresholdOptimizer, row by row. */
class ThresholdOptimizerRowsTest {
  private static final int REPLICATES = 200;

  /** A row: its group, label, and the chance of being selected that each side gives it. */
  private record Decided(String group, int label, double ours, double theirs) {}

  /** Accuracy, the constraint's difference between groups, and the fewest positives of a group. */
  private record Measured(double accuracy, double violation, double fewestPositives) {}

  private interface Side {
    double chance(Decided row);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adult", "bank_marketing"})
  void keepsTheBoundAtTheAccuracyOfFairlearn(String name) {
    Dataset<Row> rows = scored(name);
    List<String> failed = new ArrayList<>();
    Benchmarks.json(name, "reductions.json")
        .get("attributes")
        .fields()
        .forEachRemaining(
            attribute ->
                attribute
                    .getValue()
                    .get("threshold_optimizer")
                    .fields()
                    .forEachRemaining(
                        their -> {
                          String line =
                              compared(rows, attribute.getKey(), their.getKey(), their.getValue());
                          System.out.println(name + " " + line);
                          if (line.endsWith("FAILS")) {
                            failed.add(line);
                          }
                        }));
    assertThat(failed).isEmpty();
    rows.unpersist();
  }

  private static Dataset<Row> scored(String name) {
    Dataset<Row> rows =
        Benchmarks.rows(name).withColumn("id", functions.monotonically_increasing_id());
    Dataset<Row> train = rows.filter(col("split").equalTo("train"));
    FairLogisticRegressionModel model =
        new FairLogisticRegression()
            .setRegParam(1.0 / train.count())
            .setStandardization(false)
            .fit(train);
    return new PositiveScore().transform(model.transform(rows)).cache();
  }

  private static String compared(
      Dataset<Row> rows, String attribute, String constraint, JsonNode their) {
    String figure = constraint + "_difference";
    double bound = their.get("train").get(figure).asDouble();
    Dataset<Row> train = rows.filter(col("split").equalTo("train"));
    Dataset<Row> test = rows.filter(col("split").equalTo("test"));
    long start = System.nanoTime();
    GroupThresholdsModel model =
        new GroupThresholds()
            .setSensitiveCols(new String[] {attribute})
            .setConstraint(constraint.replace('_', '-'))
            .setBound(bound)
            .setRandomized(true)
            .setKeyCol("id")
            .fit(train);
    double seconds = (System.nanoTime() - start) / 1e9;
    JsonNode rules = their.get("interpolation");
    Measured onTrain = measured(decided(model, train, attribute, rules), constraint, Decided::ours);
    List<Decided> tested = decided(model, test, attribute, rules);
    Measured onTest = measured(tested, constraint, Decided::ours);
    double accuracy = their.get("test").get("accuracy").asDouble();
    double violation = their.get("test").get(figure).asDouble();
    double slack = Math.max(0.01, 2 * deviation(tested, constraint));
    boolean holds =
        onTrain.violation <= bound + 0.002 + 1 / onTrain.fewestPositives
            && onTest.accuracy >= accuracy - 0.003
            && onTest.violation <= violation + slack;
    return String.format(
        Locale.ROOT,
        "%s %s %.4f: train %.6f accuracy %.5f (%.5f) | test accuracy %.4f (%.4f)"
            + " violation %.4f (%.4f, slack %.4f) | %.2f s%s",
        attribute,
        constraint,
        bound,
        onTrain.violation,
        onTrain.accuracy,
        their.get("train").get("accuracy").asDouble(),
        onTest.accuracy,
        accuracy,
        onTest.violation,
        violation,
        slack,
        seconds,
        holds ? "" : " FAILS");
  }

  private static List<Decided> decided(
      GroupThresholdsModel model, Dataset<Row> rows, String attribute, JsonNode rules) {
    return model
        .transform(rows)
        .select(attribute, "label", "chance", "score")
        .collectAsList()
        .stream()
        .map(
            row ->
                new Decided(
                    row.getString(0),
                    (int) row.getDouble(1),
                    row.getDouble(2),
                    theirs(rules.get(row.getString(0)), row.getDouble(3))))
        .toList();
  }

  /** The chance that Fairlearn's rule of a group gives a score. */
  private static double theirs(JsonNode rule, double score) {
    double mixed = 0;
    for (String part : List.of("0", "1")) {
      String edge = rule.get("operation" + part).asText().replaceAll("[\\[\\]>]", "");
      double threshold = edge.endsWith("inf") ? infinite(edge) : Double.parseDouble(edge);
      mixed += score > threshold ? rule.get("p" + part).asDouble() : 0;
    }
    double ignored = rule.path("p_ignore").asDouble(0);
    return ignored * rule.path("prediction_constant").asDouble(0) + (1 - ignored) * mixed;
  }

  private static double infinite(String edge) {
    return edge.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  private static Measured measured(List<Decided> rows, String constraint, Side side) {
    Map<String, double[][]> sums = new TreeMap<>();
    double right = 0;
    for (Decided row : rows) {
      double chance = side.chance(row);
      double[][] cell = sums.computeIfAbsent(row.group, key -> new double[2][2]);
      cell[row.label][0]++;
      cell[row.label][1] += chance;
      right += row.label == 1 ? chance : 1 - chance;
    }
    double violation;
    if (constraint.equals("demographic_parity")) {
      violation = range(sums, c -> (c[0][1] + c[1][1]) / (c[0][0] + c[1][0]));
    } else {
      violation =
          Math.max(range(sums, c -> c[1][1] / c[1][0]), range(sums, c -> c[0][1] / c[0][0]));
    }
    double fewest = sums.values().stream().mapToDouble(c -> c[1][0]).min().orElse(0);
    return new Measured(right / rows.size(), violation, fewest);
  }

  private static double range(Map<String, double[][]> sums, ToDoubleFunction<double[][]> rate) {
    var statistics = sums.values().stream().mapToDouble(rate).summaryStatistics();
    return statistics.getMax() - statistics.getMin();
  }

  /** The bootstrap's standard deviation of the difference between both sides' violations. */
  private static double deviation(List<Decided> rows, String constraint) {
    SplittableRandom random = new SplittableRandom(20261122);
    double[] differences = new double[REPLICATES];
    for (int i = 0; i < REPLICATES; i++) {
      List<Decided> drawn = new ArrayList<>(rows.size());
      for (int k = 0; k < rows.size(); k++) {
        drawn.add(rows.get(random.nextInt(rows.size())));
      }
      differences[i] =
          measured(drawn, constraint, Decided::ours).violation
              - measured(drawn, constraint, Decided::theirs).violation;
    }
    double mean = Arrays.stream(differences).average().orElse(0);
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    return Math.sqrt(squares / (REPLICATES - 1));
  }
}
