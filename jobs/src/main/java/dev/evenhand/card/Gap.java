package dev.evenhand.card;

import dev.evenhand.config.Gate;
import dev.evenhand.config.GateMetric;
import dev.evenhand.config.Model;
import dev.evenhand.config.Pipeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How far groups are treated apart, without and with the constraint, under the same policy.
 *
 * @param metric the gap that the constraint bounds, or that a gate asks for
 * @param attribute the attribute, among those of the constraint, whose gap is widest
 * @param bound what the constraint allows on training data; null without a constraint
 * @param violation what training reached there; null without a constraint
 * @param sentences what happened, for a reader who reads nothing else
 */
record Gap(
    String metric,
    String attribute,
    @Told(absent = "without a constraint") Double bound,
    @Told(absent = "without a constraint") Double violation,
    List<Pair> pairs,
    List<String> sentences) {
  static final List<String> METRICS =
      List.of(
          GateMetric.DEMOGRAPHIC_PARITY_DIFFERENCE.word(),
          GateMetric.EQUALIZED_ODDS_DIFFERENCE.word(),
          GateMetric.EQUAL_OPPORTUNITY_DIFFERENCE.word(),
          GateMetric.PREDICTIVE_EQUALITY_DIFFERENCE.word(),
          GateMetric.PREDICTIVE_PARITY_DIFFERENCE.word(),
          GateMetric.ERROR_RATE_PARITY_DIFFERENCE.word());

  /**
   * One gap of both models.
   *
   * @param without of the unconstrained model; null if there is none
   * @param isBounded whether it is the one that the constraint bounds
   */
  record Pair(
      String attribute,
      String metric,
      @Told(absent = "where no unconstrained model was trained") Figure without,
      Figure with,
      boolean isBounded) {}

  static Gap of(Pipeline pipeline, Policy policy, Evidence evidence, Comparison models) {
    Model candidate = pipeline.model(models.candidate()).orElseThrow();
    String metric = metric(candidate, pipeline);
    List<String> bounded =
        candidate.sensitive().isEmpty() ? attributes(pipeline) : candidate.sensitive();
    List<Pair> pairs = new ArrayList<>();
    for (String attribute : pipeline.evaluate().sensitive()) {
      for (String name : METRICS) {
        boolean isBounded = name.equals(metric) && bounded.contains(attribute);
        evidence
            .measured()
            .model(candidate.name())
            .gap(name, attribute)
            .ifPresent(
                with ->
                    pairs.add(
                        new Pair(
                            attribute,
                            name,
                            without(evidence, models.counterpart(), with),
                            with,
                            isBounded)));
      }
    }
    Pair headline = headline(pairs);
    return new Gap(
        metric,
        headline == null ? bounded.get(0) : headline.attribute(),
        candidate.atMost().orElse(null),
        Identity.candidate(evidence).violation(),
        List.copyOf(pairs),
        GapStory.tell(policy, headline, models));
  }

  /** The candidate's gap, or null. */
  Figure with() {
    Pair headline = headline(pairs);
    return headline == null ? null : headline.with();
  }

  /** The unconstrained model's gap, or null. */
  Figure without() {
    Pair headline = headline(pairs);
    return headline == null ? null : headline.without();
  }

  List<Pair> pairs(String of) {
    return pairs.stream().filter(pair -> pair.attribute().equals(of)).toList();
  }

  /** Whether any of an attribute's gaps has a value. */
  boolean isDrawn(String of) {
    return pairs(of).stream().anyMatch(pair -> pair.with().hasValue());
  }

  /** Why gaps of an attribute have no value. */
  List<String> reasons(String of) {
    return Figure.reasons(pairs(of).stream().map(Pair::with));
  }

  List<String> metrics() {
    return pairs.stream().map(Pair::metric).distinct().toList();
  }

  List<String> attributes() {
    return pairs.stream().map(Pair::attribute).distinct().toList();
  }

  private static Pair headline(List<Pair> pairs) {
    return pairs.stream()
        .filter(Pair::isBounded)
        .max(
            Comparator.comparingDouble(
                pair -> pair.with().hasValue() ? pair.with().value() : Double.MAX_VALUE))
        .orElse(null);
  }

  private static Figure without(Evidence evidence, String counterpart, Figure with) {
    return counterpart == null
        ? null
        : evidence.measured().model(counterpart).gap(with.metric(), with.attribute()).orElse(null);
  }

  private static String metric(Model candidate, Pipeline pipeline) {
    return candidate
        .constraint()
        .map(constraint -> constraint.difference().word())
        .orElseGet(
            () ->
                pipeline.gate().stream()
                    .map(Gate::metric)
                    .map(GateMetric::word)
                    .filter(METRICS::contains)
                    .findFirst()
                    .orElse(METRICS.get(0)));
  }

  private static List<String> attributes(Pipeline pipeline) {
    return pipeline.gate().stream()
        .flatMap(gate -> gate.attribute().stream())
        .findFirst()
        .map(List::of)
        .orElse(pipeline.evaluate().sensitive());
  }
}
