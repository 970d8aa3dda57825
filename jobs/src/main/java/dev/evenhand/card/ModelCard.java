package dev.evenhand.card;

import dev.evenhand.config.Pipeline;
import java.util.List;

/**
 * Everything a reader may ask about a model before trusting it, section by section.
 *
 * @param schema version of this layout
 */
record ModelCard(
    @Told("version of this layout") int schema,
    @Told("which model this is") Identity identity,
    @Told("what it is for, its limits, and who answers for it") Purpose purpose,
    @Told("by what right data is used") Ground ground,
    @Told("rows from the sources to the training set, and what became of the others") Funnel data,
    @Told("what respecting consent did to the data") ConsentEffect consent,
    @Told("groups in the training data before and after its repair") Balance balance,
    @Told(
            value = "how the training set was anonymized, and what it cost",
            absent = "where the file asks for none")
        Anonymization anonymization,
    @Told("how likely a person can still be singled out") Residual residual,
    @Told("how scores become decisions") Policy policy,
    @Told("all models of the run on the same test decisions") Comparison models,
    @Told(
            value = "performance and business value against gaps, on the validation decisions",
            absent = "where there are not two models to compare")
        Tradeoff frontier,
    @Told("how far groups are treated apart, without and with the constraint") Gap gap,
    @Told(value = "figures of each group, with intervals and withheld cells", isFilled = true)
        List<GroupTable> groups,
    @Told("whether scores are the shares of positive outcomes that they claim to be")
        Reliability reliability,
    @Told("what the chosen threshold and others give") Thresholds thresholds,
    @Told(value = "subgroups with the clearest gaps", absent = "where the file asks for no search")
        WorstOff worstOff,
    @Told("what moves the scores, with proxies marked") Importance importance,
    @Told("what the candidate had to keep, and whether it did") List<JudgedGate> gates,
    @Told("approvals, and erasures and withdrawals since training") Standing standing,
    @Told("what is different from the version before") Change change,
    @Told("what a generated warehouse was made to hold, and what was found")
        List<PlantedFact> planted,
    @Told("electricity, emissions and cost of the run") Energy energy,
    @Told("tables with their versions, steps, file and code") Lineage lineage) {
  static final int SCHEMA = 2;
  private static final String FIRST = "This is the first version of this model in the lake.";

  /** The card of the candidate, compared with nothing yet. */
  static ModelCard of(Pipeline pipeline, Evidence evidence) {
    TrainedModel candidate = Identity.candidate(evidence);
    Comparison models = Comparison.of(pipeline, evidence, candidate.name());
    Policy policy = Policy.of(pipeline, candidate);
    int minGroup = pipeline.evaluate().minGroup();
    return new ModelCard(
        SCHEMA,
        Identity.of(pipeline, candidate, evidence),
        Purpose.of(pipeline.card()),
        Ground.of(pipeline.consent()),
        Funnel.of(evidence),
        ConsentEffect.of(evidence),
        Balance.of(pipeline, evidence),
        Anonymization.of(pipeline, evidence),
        Residual.of(pipeline, evidence),
        policy,
        models,
        Tradeoff.of(pipeline, evidence, candidate.name()),
        Gap.of(pipeline, policy, evidence, models),
        GroupTable.all(evidence, models, minGroup),
        Reliability.of(evidence, candidate.name(), minGroup),
        Thresholds.of(pipeline, evidence, models, policy.threshold()),
        WorstOff.of(pipeline, evidence, candidate.name()),
        Importance.of(evidence, candidate.name()),
        evidence.gates(),
        evidence.standing(),
        Change.none(FIRST),
        PlantedFact.all(evidence),
        Energy.of(evidence.steps(), pipeline.energy().orElseGet(dev.evenhand.config.Energy::usual)),
        Lineage.of(evidence));
  }

  /** The same beside the version before. */
  ModelCard since(ModelCard before) {
    return with(standing, Change.between(before, this));
  }

  /** The same at a later moment. */
  ModelCard as(Standing now) {
    return with(now, change);
  }

  ModelCard with(Change since) {
    return with(standing, since);
  }

  private ModelCard with(Standing now, Change since) {
    return new ModelCard(
        schema,
        identity,
        purpose,
        ground,
        data,
        consent,
        balance,
        anonymization,
        residual,
        policy,
        models,
        frontier,
        gap,
        groups,
        reliability,
        thresholds,
        worstOff,
        importance,
        gates,
        now,
        since,
        planted,
        energy,
        lineage);
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
