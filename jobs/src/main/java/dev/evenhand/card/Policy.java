package dev.evenhand.card;

import dev.evenhand.config.Decide;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How scores become decisions.
 *
 * @param rule the file's rule in words
 * @param threshold score from which the model selects, found on the validation split
 * @param worth what a decision is worth by how it turned out; empty if the file doesn't say
 * @param currency null if the file doesn't say
 */
record Policy(
    String rule,
    double threshold,
    Map<String, BigDecimal> worth,
    @Told(absent = "where the file names none") String currency,
    @Told("whether the file sets the threshold itself") boolean isGiven) {

  static Policy of(Pipeline pipeline, TrainedModel model) {
    return new Policy(
        rule(pipeline.decide()),
        model.threshold(),
        pipeline.value().map(Policy::worth).orElse(Map.of()),
        pipeline.value().flatMap(Value::currency).orElse(null),
        pipeline.decide().threshold().isPresent());
  }

  /** Where the threshold comes from. */
  String origin() {
    return isGiven ? "set in the pipeline file" : "found on the validation split";
  }

  String amount(double value) {
    return Text.money(value, currency);
  }

  private static String rule(Decide decide) {
    return decide
        .top()
        .map(share -> "the top " + share + " of decisions by score")
        .or(
            () ->
                decide
                    .threshold()
                    .map(score -> "every decision with a score of " + score + " or more"))
        .or(
            () ->
                decide
                    .maximize()
                    .map(aim -> "the threshold with the best " + aim.word() + " on validation"))
        .orElseThrow();
  }

  private static Map<String, BigDecimal> worth(Value value) {
    Map<String, BigDecimal> worth = new LinkedHashMap<>();
    worth.put("Selected, positive outcome", value.truePositive());
    worth.put("Selected, negative outcome", value.falsePositive());
    worth.put("Not selected, negative outcome", value.trueNegative());
    worth.put("Not selected, positive outcome", value.falseNegative());
    worth.values().removeIf(amount -> amount.signum() == 0);
    return worth;
  }
}
