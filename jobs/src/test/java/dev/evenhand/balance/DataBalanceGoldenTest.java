package dev.evenhand.balance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenhand.fairness.Figure;
import dev.evenhand.fairness.Golden;
import dev.evenhand.fairness.Lookup;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SynapseML's data balance measures, on real data and as its own suites assert them. */
class DataBalanceGoldenTest {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("dp", "demographic_parity"),
          Map.entry("sdc", "sorensen_dice"),
          Map.entry("ji", "jaccard"),
          Map.entry("llr", "log_likelihood_ratio"),
          Map.entry("pmi", "pointwise_mutual_information"),
          Map.entry("n_pmi_y", "pmi_normalized_by_label"),
          Map.entry("n_pmi_xy", "pmi_normalized_by_joint"),
          Map.entry("s_pmi", "squared_pmi"),
          Map.entry("krc", "kendall_aka"),
          Map.entry("scipy_kendall_tau_b", "kendall_tau_b"),
          Map.entry("t_test", "t_test"),
          Map.entry("kl_divergence", "kl_divergence"),
          Map.entry("js_dist", "js_distance"),
          Map.entry("js_dist_nats", "js_distance_nats"),
          Map.entry("inf_norm_dist", "infinity_norm_distance"),
          Map.entry("total_variation_dist", "total_variation_distance"),
          Map.entry("wasserstein_dist", "wasserstein_distance"),
          Map.entry("chi_sq_stat", "chi_squared"),
          Map.entry("chi_sq_p_value", "chi_squared_p_value"));

  @ParameterizedTest
  @CsvSource({"adult", "bank_marketing"})
  void agreesWithEveryFigure(String name) {
    Golden golden = Golden.of(name);
    JsonNode expected = golden.metrics().get("data_balance");
    Dataset<Row> rows = golden.predictions();
    ValueCounts labels = ValueCounts.of(rows, golden.attributes(), "y_true", null);
    ValueCounts decisions = ValueCounts.of(rows, golden.attributes(), "y_pred", null);
    Lookup ofLabels = new Lookup(DataBalance.of(labels, 2));
    Lookup ofDecisions = new Lookup(DataBalance.of(decisions, 2));
    for (String attribute : Golden.fields(expected.get("feature"))) {
      compareFeature(ofLabels, attribute, expected.get("feature").get(attribute));
      compareFeature(ofDecisions, attribute, expected.get("feature_y_pred").get(attribute));
      compareDistances(
          ofLabels,
          attribute,
          "uniform",
          expected.get("distribution_uniform").get(attribute),
          1e-9);
      compareAggregates(ofLabels, attribute, expected.get("aggregate").get(attribute));
    }
    Lookup ofTrain = new Lookup(DataBalance.from("train", trainSplit(golden), labels, 2));
    for (String attribute : Golden.fields(expected.get("distribution_vs_train"))) {
      compareDistances(
          ofTrain, attribute, "train", expected.get("distribution_vs_train").get(attribute), 1e-9);
    }
    assertThat(ofLabels.compared()).isGreaterThan(200);
    assertThat(ofTrain.compared()).isGreaterThan(20);
  }

  private static ValueCounts trainSplit(Golden golden) {
    Dataset<Row> all =
        Spark.session().read().option("header", true).csv(golden.file("dataset.csv.gz").toString());
    return ValueCounts.of(all.where("split = 'train'"), golden.attributes(), "y_true", null);
  }

  private static void compareFeature(Lookup lookup, String attribute, JsonNode expected) {
    String ours = Golden.canonical(attribute);
    JsonNode values = expected.get("values");
    for (String group : Golden.fields(values)) {
      for (String measure : Golden.fields(values.get(group))) {
        Figure figure =
            lookup.find(ours, Golden.canonical(group), null, NAMES.get(measure), Figure.VALUE);
        lookup.compare(values.get(group).get(measure), figure.value(), 1e-9, group + measure);
      }
    }
    for (JsonNode pair : expected.get("pairs")) {
      for (String measure : Golden.fields(pair.get("gap"))) {
        Figure figure =
            lookup.find(
                ours,
                Golden.canonical(pair.get("class_a").asText()),
                Golden.canonical(pair.get("class_b").asText()),
                NAMES.get(measure),
                "gap");
        lookup.compare(pair.get("gap").get(measure), figure.value(), 1e-9, pair + measure);
      }
    }
  }

  private static void compareDistances(
      Lookup lookup, String attribute, String reference, JsonNode expected, double tolerance) {
    for (String measure : Golden.fields(expected)) {
      if (NAMES.containsKey(measure)) {
        Figure figure =
            lookup.find(
                Golden.canonical(attribute), null, reference, NAMES.get(measure), "distance");
        lookup.compare(expected.get(measure), figure.value(), tolerance, attribute + measure);
      }
    }
  }

  private static void compareAggregates(Lookup lookup, String attribute, JsonNode expected) {
    String ours = Golden.canonical(attribute);
    for (String epsilon : Golden.fields(expected)) {
      for (String index : Golden.fields(expected.get(epsilon))) {
        String statistic = index.equals("atkinson_index") ? epsilon : Figure.VALUE;
        Figure figure = lookup.find(ours, null, null, index, statistic);
        lookup.compare(expected.get(epsilon).get(index), figure.value(), 1e-9, attribute + index);
      }
    }
  }

  @Test
  void agreesWithWhatSynapsemlAsserts() {
    JsonNode golden = Golden.json("synapseml/expected.json");
    JsonNode expected = golden.get("expected");
    ValueCounts counts =
        ValueCounts.of(rows(golden.get("rows")), List.of("Gender", "Ethnicity"), "Label", null);
    Lookup lookup = new Lookup(DataBalance.of(counts, 2));
    JsonNode gap =
        expected.get("feature_balance Gender Male vs Female (asserted on absolute values)");
    for (String measure : Golden.fields(gap)) {
      Figure figure = lookup.find("Gender", "Male", "Female", NAMES.get(measure), "gap");
      assertThat(Math.abs(Math.abs(figure.value()) - Math.abs(gap.get(measure).asDouble())))
          .as(measure)
          .isLessThan(1e-12);
    }
    for (String attribute : List.of("Gender", "Ethnicity")) {
      compareDistances(
          lookup, attribute, "uniform", expected.get("distribution uniform " + attribute), 1e-12);
    }
    compareCustom(counts, "Gender", expected, Map.of("Male", .25, "Female", .4, "Other", .35));
    compareCustom(
        counts, "Ethnicity", expected, Map.of("Asian", 1 / 3., "White", 1 / 3., "Black", 1 / 3.));
    compareIndices(lookup, "Gender", "Gender", expected);
    compareIndices(lookup, "[\"Gender\",\"Ethnicity\"]", "Gender x Ethnicity", expected);
    assertThat(lookup.compared()).isGreaterThan(20);
  }

  private static void compareCustom(
      ValueCounts counts, String attribute, JsonNode expected, Map<String, Double> shares) {
    List<ValueCount> reference = new ArrayList<>();
    shares.forEach(
        (value, share) -> reference.add(new ValueCount(List.of(value), 0, share, share, 0)));
    Lookup lookup =
        new Lookup(new BalanceFigures(counts, List.of(attribute)).from("custom", reference));
    String prefix = "distribution custom " + attribute;
    String key =
        Golden.fields(expected).stream()
            .filter(k -> k.startsWith(prefix))
            .findFirst()
            .orElseThrow();
    compareDistances(lookup, attribute, "custom", expected.get(key), 1e-12);
    assertThat(lookup.compared()).isEqualTo(7);
  }

  private static void compareIndices(Lookup lookup, String ours, String theirs, JsonNode expected) {
    for (String key : Golden.fields(expected)) {
      String prefix = "aggregate " + theirs + " epsilon ";
      if (!key.startsWith(prefix)) {
        continue;
      }
      double epsilon = Double.parseDouble(key.substring(prefix.length()));
      for (String index : Golden.fields(expected.get(key))) {
        String statistic = index.equals("atkinson_index") ? "epsilon=" + epsilon : Figure.VALUE;
        Figure figure = lookup.find(ours, null, null, index, statistic);
        lookup.compare(expected.get(key).get(index), figure.value(), 1e-12, key + index);
      }
    }
  }

  @Test
  void agreesWithWhatSynapsemlAssertsOfJensenShannonDistance() {
    for (JsonNode example : Golden.json("synapseml/expected.json").get("js_dist_cases")) {
      double[] p = numbers(example.get("observed"));
      double[] q = numbers(example.get("reference"));
      assertThat(
              Math.abs(
                  DistributionDistance.JS_DISTANCE.of(p, q, 1) - example.get("js_dist").asDouble()))
          .as("%s %s", Arrays.toString(p), Arrays.toString(q))
          .isLessThan(1e-12);
    }
  }

  private static double[] numbers(JsonNode array) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).asDouble();
    }
    return numbers;
  }

  private static Dataset<Row> rows(JsonNode golden) {
    StructType schema = new StructType();
    for (JsonNode column : golden.get("columns")) {
      schema =
          schema.add(
              column.asText(),
              column.asText().equals("Label") ? DataTypes.IntegerType : DataTypes.StringType);
    }
    List<Row> rows = new ArrayList<>();
    for (JsonNode row : golden.get("data")) {
      rows.add(RowFactory.create(row.get(0).asInt(), row.get(1).asText(), row.get(2).asText()));
    }
    return Spark.session().createDataFrame(rows, schema);
  }
}
