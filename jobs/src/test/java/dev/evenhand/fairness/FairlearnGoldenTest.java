package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every figure that Fairlearn and scikit-learn computed, read as they read it. */
class FairlearnGoldenTest {
  private static final Set<String> RANKED =
      Set.of("roc_auc", "average_precision", "log_loss", "brier");
  private static final Map<String, String> OTHER_NAMES = Map.of("mean_prediction", "mean_score");
  private static final List<Spread> SPREADS = List.of(Spread.values());

  @ParameterizedTest
  @CsvSource({"adult,false", "adult,true", "bank_marketing,false", "bank_marketing,true"})
  void agreesWithEveryFigure(String name, boolean weighted) {
    Golden golden = Golden.of(name);
    Lookup lookup = new Lookup(golden.audit(weighted, AuditOptions.asFairlearn()).figures());
    String kind = weighted ? "weighted" : "unweighted";
    JsonNode fairlearn = golden.metrics().get("fairlearn").get(kind);
    for (String attribute : Golden.fields(fairlearn)) {
      compareGroups(lookup, attribute, fairlearn.get(attribute));
      compareSpreads(lookup, attribute, fairlearn.get(attribute));
      compareParities(lookup, attribute, fairlearn.get(attribute).get("fairness"));
    }
    JsonNode calibration = golden.metrics().get("calibration").get(kind);
    for (String attribute : Golden.fields(calibration)) {
      compareCalibration(lookup, attribute, calibration.get(attribute));
    }
    assertThat(lookup.compared()).isGreaterThan(1_000);
  }

  private static void compareGroups(Lookup lookup, String attribute, JsonNode golden) {
    compareMetrics(lookup, null, null, golden.get("overall"));
    JsonNode groups = golden.get("by_group");
    for (String group : Golden.fields(groups)) {
      if (groups.get(group).get("count").isNumber()) { // Fairlearn also lists pairs with no rows
        compareMetrics(
            lookup, Golden.canonical(attribute), Golden.canonical(group), groups.get(group));
      }
    }
  }

  private static void compareMetrics(
      Lookup lookup, String attribute, String group, JsonNode golden) {
    for (String metric : Golden.fields(golden)) {
      String ours = metric.equals("weight_sum") ? "weight" : name(metric);
      Figure figure = lookup.find(attribute, group, null, ours, Figure.VALUE);
      lookup.compare(
          golden.get(metric),
          figure.value(),
          tolerance(metric),
          attribute + " " + group + " " + metric);
    }
  }

  private static void compareSpreads(Lookup lookup, String attribute, JsonNode golden) {
    for (Spread spread : SPREADS) {
      JsonNode values = golden.get(spread.statistic());
      for (String metric : Golden.fields(values)) {
        String reference = spread.isToOverall() ? GapFigures.OVERALL : null;
        String what = attribute + " " + metric + " " + spread;
        Double actual =
            spread.isGap()
                ? lookup
                    .find(
                        Golden.canonical(attribute),
                        null,
                        reference,
                        name(metric),
                        spread.statistic())
                    .value()
                : lookup.extreme(Golden.canonical(attribute), name(metric), spread.statistic());
        lookup.compare(values.get(metric), actual, tolerance(metric), what);
      }
    }
  }

  private static void compareParities(Lookup lookup, String attribute, JsonNode golden) {
    for (String statistic : List.of("between_groups", "to_overall")) {
      JsonNode values = golden.get(statistic);
      String reference = statistic.equals("to_overall") ? GapFigures.OVERALL : null;
      for (String metric : Golden.fields(values)) {
        Figure figure =
            lookup.find(
                Golden.canonical(attribute),
                null,
                reference,
                metric.replace("_worst_case", ""),
                statistic);
        lookup.compare(
            values.get(metric), figure.value(), 1e-9, attribute + " " + metric + " " + statistic);
      }
    }
  }

  private static void compareCalibration(Lookup lookup, String attribute, JsonNode golden) {
    String ours = Golden.canonical(attribute);
    compareReliability(lookup, null, null, golden.get("overall"));
    JsonNode groups = golden.get("by_group");
    for (String group : Golden.fields(groups)) {
      if (groups.get(group).has("bins") && !groups.get(group).get("bins").isEmpty()) {
        compareReliability(lookup, ours, Golden.canonical(group), groups.get(group));
      }
    }
    Figure gap =
        lookup.find(ours, null, null, "expected_calibration_error", "difference_between_groups");
    lookup.compare(golden.get("ece_difference_between_groups"), gap.value(), 1e-6, "ECE gap");
  }

  private static void compareReliability(
      Lookup lookup, String attribute, String group, JsonNode golden) {
    for (Map.Entry<String, String> name :
        Map.of("ece", "expected_calibration_error", "mce", "maximum_calibration_error")
            .entrySet()) {
      Figure figure = lookup.find(attribute, group, null, name.getValue(), Figure.VALUE);
      lookup.compare(golden.get(name.getKey()), figure.value(), 1e-6, group + " " + name.getKey());
    }
    for (JsonNode bin : golden.get("bins")) {
      if (bin.get("count").asInt() == 0) {
        continue;
      }
      for (String field : List.of("count", "weight", "mean_label", "mean_score")) {
        Figure figure =
            lookup.find(
                attribute, group, null, "reliability_" + field, "bin=" + bin.get("bin").asInt());
        lookup.compare(bin.get(field), figure.value(), 1e-6, group + " bin " + field);
      }
    }
  }

  private static String name(String golden) {
    return OTHER_NAMES.getOrDefault(golden, golden);
  }

  private static double tolerance(String metric) {
    return RANKED.contains(metric) ? 1e-6 : 1e-9;
  }
}
