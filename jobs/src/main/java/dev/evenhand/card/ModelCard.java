package dev.evenhand.card;

import dev.evenhand.config.Pipeline;
import java.util.List;

/**
 * Everything a reader may ask about a model before trusting it, section by section.
 *
 * @param schema version of this layout
 * @param anonymization null where the training set is not anonymized
 * @param frontier null where there are not two models to compare
 * @param worstOff null where nobody looked for subgroups
 */
record ModelCard(
    int schema,
    Identity identity,
    Purpose purpose,
    Ground ground,
    Funnel data,
    ConsentEffect consent,
    Balance balance,
    Anonymization anonymization,
    Policy policy,
    Comparison models,
    Tradeoff frontier,
    Gap gap,
    List<GroupTable> groups,
    WorstOff worstOff,
    Importance importance,
    List<JudgedGate> gates,
    List<PlantedFact> planted,
    Energy energy,
    Lineage lineage) {
  private static final int SCHEMA = 1;

  /** The card of the candidate. */
  static ModelCard of(Pipeline pipeline, Evidence evidence) {
    TrainedModel candidate = Identity.candidate(evidence);
    Comparison models = Comparison.of(pipeline, evidence, candidate.name());
    Policy policy = Policy.of(pipeline, candidate);
    return new ModelCard(
        SCHEMA,
        Identity.of(pipeline, candidate, evidence),
        Purpose.of(pipeline.card()),
        Ground.of(pipeline.consent()),
        Funnel.of(evidence),
        ConsentEffect.of(evidence),
        Balance.of(pipeline, evidence),
        Anonymization.of(pipeline, evidence),
        policy,
        models,
        Tradeoff.of(pipeline, evidence, candidate.name()),
        Gap.of(pipeline, policy, evidence, models),
        GroupTable.all(evidence, models, pipeline.evaluate().minGroup()),
        WorstOff.of(pipeline, evidence, candidate.name()),
        Importance.of(evidence, candidate.name()),
        evidence.gates(),
        PlantedFact.all(evidence),
        Energy.of(evidence.steps()),
        Lineage.of(evidence));
  }

  long gatesPassed() {
    return gates.stream().filter(JudgedGate::passed).count();
  }

  /** Single attributes first, intersections behind them. */
  List<GroupTable> singleAttributes() {
    return groups.stream().filter(table -> !table.isIntersection()).toList();
  }

  /** The metrics of all group tables. */
  List<String> groupMetrics() {
    return groups.stream().flatMap(table -> table.metrics().stream()).distinct().toList();
  }

  List<GroupTable> intersections() {
    return groups.stream().filter(GroupTable::isIntersection).toList();
  }
}
