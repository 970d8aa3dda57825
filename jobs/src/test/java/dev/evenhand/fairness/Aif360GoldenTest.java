package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every figure that AIF360 computed, and the intervals and tests of statsmodels and scipy. */
class Aif360GoldenTest {
  private static final Pattern ARGUMENT = Pattern.compile("(.*)\\((.*)\\)");
  private static final Pattern CONDITION = Pattern.compile("(.*)\\[(.*)]");
  private static final Map<String, String> OF_LABELS =
      Map.of(
          "mean_difference", "label_mean_difference",
          "statistical_parity_difference", "label_mean_difference",
          "disparate_impact", "label_disparate_impact");
  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("mean_difference", "statistical_parity_difference"),
          Map.entry("num_instances", "weight"),
          Map.entry("power", "true_positives"),
          Map.entry("sensitivity", "true_positive_rate"),
          Map.entry("specificity", "true_negative_rate"));

  @ParameterizedTest
  @CsvSource({"adult,false", "adult,true", "bank_marketing,false", "bank_marketing,true"})
  void agreesWithEveryFigure(String name, boolean weighted) {
    Golden golden = Golden.of(name);
    Lookup lookup = new Lookup(golden.audit(weighted, AuditOptions.asFairlearn()).figures());
    JsonNode aif360 = golden.metrics().get("aif360").get(weighted ? "weighted" : "unweighted");
    for (String attribute : Golden.fields(aif360)) {
      JsonNode expected = aif360.get(attribute);
      String privileged = Golden.canonical(expected.get("privileged").asText());
      Side side = new Side(lookup, Golden.canonical(attribute), privileged);
      side.compareClassification(expected.get("classification_metric"));
      for (String condition : Golden.fields(expected.get("classification_metric_conditioned"))) {
        JsonNode values = expected.get("classification_metric_conditioned").get(condition);
        Golden.fields(values)
            .forEach(metric -> side.compareConditioned(condition, metric, values.get(metric)));
      }
      side.compareLabels(expected.get("binary_label_dataset_metric_on_y_true"));
    }
    assertThat(lookup.compared()).isGreaterThan(300);
  }

  @ParameterizedTest
  @CsvSource({"adult", "bank_marketing"})
  void agreesWithEveryIntervalAndTestOfProportions(String name) {
    Golden golden = Golden.of(name);
    Lookup lookup = new Lookup(golden.audit(false, AuditOptions.asFairlearn()).figures());
    JsonNode data = golden.metrics().get("proportions").get("data");
    for (String attribute : Golden.fields(data)) {
      JsonNode expected = data.get(attribute);
      String reference = Golden.canonical(expected.get("reference").asText());
      for (String group : Golden.fields(expected.get("by_group"))) {
        compareProportion(
            new Side(lookup, Golden.canonical(attribute), reference),
            Golden.canonical(group),
            expected.get("by_group").get(group));
      }
      compareIndependence(lookup, Golden.canonical(attribute), expected.get("chi2_independence"));
    }
    assertThat(lookup.compared()).isGreaterThan(100);
  }

  private static void compareProportion(Side side, String group, JsonNode expected) {
    Lookup lookup = side.lookup;
    Figure rate = lookup.find(side.attribute, group, null, "selection_rate", Figure.VALUE);
    lookup.compare(expected.get("rate"), rate.value(), 1e-9, group + " rate");
    lookup.compare(expected.get("wilson_low"), rate.ciLow(), 1e-9, group + " low");
    lookup.compare(expected.get("wilson_high"), rate.ciHigh(), 1e-9, group + " high");
    if (expected.has("vs_reference")) {
      Figure z =
          lookup.find(side.attribute, group, side.privileged, "selection_rate", "z_to_privileged");
      lookup.compare(expected.get("vs_reference").get("z"), z.value(), 1e-9, group + " z");
      comparePValue(lookup, expected.get("vs_reference").get("p_value"), z.pValue());
    }
    if (expected.has("vs_rest")) {
      Figure z = lookup.find(side.attribute, group, "rest", "selection_rate", "z_to_rest");
      lookup.compare(expected.get("vs_rest").get("z"), z.value(), 1e-9, group + " z to rest");
      comparePValue(lookup, expected.get("vs_rest").get("p_value"), z.pValue());
    }
  }

  private static void compareIndependence(Lookup lookup, String attribute, JsonNode expected) {
    Figure chi = lookup.find(attribute, null, null, "selection_rate", "chi_squared");
    lookup.compare(expected.get("statistic"), chi.value(), 1e-9, attribute + " chi-squared");
    comparePValue(lookup, expected.get("p_value"), chi.pValue());
    Figure v = lookup.find(attribute, null, null, "selection_rate", "cramers_v");
    lookup.compare(expected.get("cramers_v"), v.value(), 1e-9, attribute + " V");
    Figure degrees =
        lookup.find(attribute, null, null, "selection_rate", "chi_squared_degrees_of_freedom");
    lookup.compare(expected.get("dof"), degrees.value(), 0, attribute + " degrees");
  }

  /** Relative: a p-value of 1e-144 is not 0. */
  private static void comparePValue(Lookup lookup, JsonNode expected, Double actual) {
    lookup.compare(expected, actual, 1e-9, "p");
    assertThat(Math.abs(actual / expected.asDouble() - 1)).isLessThan(1e-9);
  }

  private record Side(Lookup lookup, String attribute, String privileged) {
    void compareClassification(JsonNode values) {
      for (String name : Golden.fields(values)) {
        Matcher argument = ARGUMENT.matcher(name);
        boolean hasArgument = argument.matches();
        String metric = hasArgument ? argument.group(1) : OTHER_NAMES.getOrDefault(name, name);
        String reference = isOverall(metric) ? null : privileged;
        String statistic =
            hasArgument
                ? argument.group(2)
                : isIndex(metric) ? Figure.VALUE : PrivilegedMetric.STATISTIC;
        Figure figure = lookup.find(attribute, null, reference, metric, statistic);
        lookup.compare(values.get(name), figure.value(), 1e-9, attribute + " " + name);
      }
    }

    private static boolean isIndex(String metric) {
      return metric.endsWith("theil_index") || metric.endsWith("coefficient_of_variation");
    }

    private static boolean isOverall(String metric) {
      boolean isBetweenTwo = metric.startsWith("between_group_");
      return metric.contains("bias_amplification")
          || !isBetweenTwo && (isIndex(metric) || metric.endsWith("entropy_index"));
    }

    void compareConditioned(String condition, String name, JsonNode value) {
      String plain = OTHER_NAMES.getOrDefault(name, name);
      String metric = plain.replaceFirst("^num_", "").replaceFirst("^pred_", "predicted_");
      boolean isAll = condition.equals("all");
      String group =
          switch (condition) {
            case "all" -> null;
            case "privileged" -> privileged;
            default -> not();
          };
      Figure figure = lookup.find(isAll ? null : attribute, group, null, metric, Figure.VALUE);
      lookup.compare(value, figure.value(), 1e-9, attribute + " " + condition + " " + name);
    }

    private String not() {
      return privileged.startsWith("[")
          ? "{\"not\":" + privileged + "}"
          : Names.not(List.of(privileged));
    }

    void compareLabels(JsonNode values) {
      for (String name : Golden.fields(values)) {
        Matcher condition = CONDITION.matcher(name);
        Matcher argument = ARGUMENT.matcher(name);
        if (condition.matches()) {
          compareConditioned(condition.group(2), condition.group(1), values.get(name));
        } else if (argument.matches()) {
          boolean ofDecisions = name.startsWith("y_pred");
          String metric = ofDecisions ? "differential_fairness" : "label_differential_fairness";
          Figure figure = lookup.find(attribute, null, null, metric, argument.group(2));
          lookup.compare(values.get(name), figure.value(), 1e-9, attribute + " " + name);
        } else {
          Figure figure =
              lookup.find(
                  attribute, null, privileged, OF_LABELS.get(name), PrivilegedMetric.STATISTIC);
          lookup.compare(values.get(name), figure.value(), 1e-9, attribute + " " + name);
        }
      }
    }
  }
}
