package dev.evenhand.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.evenhand.config.GateMetric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The metadata that the Hugging Face Hub reads at the head of a model card: licence, tags, {@code
 * co2_eq_emissions} and the results as a {@code model-index}.
 */
final class HubMetadata {
  private static final String TASK = "tabular-classification";
  private static final MathContext DIGITS = new MathContext(6);
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private HubMetadata() {}

  /** As YAML, without the lines of dashes around it. */
  static String of(ModelCard card) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    license(metadata, card.purpose().license());
    metadata.put("library_name", "spark-mllib");
    metadata.put("pipeline_tag", TASK);
    metadata.put("tags", List.of(TASK, "fairness", card.identity().estimator()));
    metadata.put("metrics", card.models().measured());
    metadata.put("co2_eq_emissions", emissions(card.energy()));
    metadata.put("model-index", List.of(index(card)));
    try {
      return YAML.writeValueAsString(metadata);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of numbers and text are always YAML", e);
    }
  }

  /** The Hub knows licences in lower case, and any other one as {@code other} with its name. */
  private static void license(Map<String, Object> metadata, String license) {
    boolean isProprietary = license.equals("proprietary");
    metadata.put("license", isProprietary ? "other" : license.toLowerCase(Locale.ROOT));
    if (isProprietary) {
      metadata.put("license_name", license);
    }
  }

  private static Map<String, Object> emissions(Energy energy) {
    Map<String, Object> emissions = new LinkedHashMap<>();
    emissions.put("emissions", number(energy.gramsCo2e()));
    emissions.put("source", energy.method());
    emissions.put("training_type", "pre-training");
    emissions.put("geographical_location", energy.region());
    emissions.put("hardware_used", energy.hardware() == null ? "CPU" : energy.hardware());
    return emissions;
  }

  private static Map<String, Object> index(ModelCard card) {
    Map<String, Object> dataset = new LinkedHashMap<>();
    dataset.put("type", card.identity().pipeline());
    dataset.put("name", card.identity().title());
    dataset.put("split", "test");
    dataset.put("revision", card.identity().version());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("task", Map.of("type", TASK));
    result.put("dataset", dataset);
    result.put("metrics", metrics(card));
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("name", card.identity().model());
    index.put("results", List.of(result));
    return index;
  }

  private static List<Map<String, Object>> metrics(ModelCard card) {
    List<Map<String, Object>> metrics = new ArrayList<>();
    for (String metric : card.models().measured()) {
      add(metrics, card.models().candidate(metric), Words.of(metric).label());
    }
    for (Gap.Pair pair : card.gap().pairs()) {
      String label = Words.of(pair.metric()).label();
      add(metrics, pair.with(), label + " gap by " + Text.name(pair.attribute()));
    }
    return metrics;
  }

  /** What is withheld or undefined is no result. */
  private static void add(List<Map<String, Object>> metrics, Figure figure, String label) {
    if (figure == null || !figure.hasValue()) {
      return;
    }
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("type", figure.metric());
    metric.put("name", label);
    metric.put("value", number(figure.value()));
    if (figure.hasInterval() && !figure.metric().equals(GateMetric.VALUE.word())) {
      metric.put("ci_low", number(figure.low()));
      metric.put("ci_high", number(figure.high()));
    }
    metrics.add(metric);
  }

  private static BigDecimal number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
