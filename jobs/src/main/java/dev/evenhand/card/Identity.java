package dev.evenhand.card;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Pipeline;
import dev.evenhand.lake.table.Models;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which model this is.
 *
 * @param version the run that trained it
 * @param asOf moment whose knowledge it was trained on
 */
record Identity(
    String title,
    String pipeline,
    String model,
    String version,
    String estimator,
    String status,
    Instant asOf,
    String path,
    String sha256,
    Map<String, String> parameters) {
  private static final int LONGEST = 40;

  static Identity of(Pipeline pipeline, TrainedModel model, Evidence evidence) {
    return new Identity(
        pipeline.description(),
        pipeline.pipeline(),
        model.name(),
        evidence.run().runId(),
        model.estimator(),
        model.status(),
        evidence.run().asOf(),
        model.path(),
        model.sha256(),
        model.parameters());
  }

  /** Parameters that a person can read; long ones stand in the JSON only. */
  Map<String, String> shortParameters() {
    Map<String, String> readable = new TreeMap<>(parameters);
    readable.values().removeIf(value -> value == null || value.length() > LONGEST);
    return readable;
  }

  /** The model that gates judge, as it was trained. */
  static TrainedModel candidate(Evidence evidence) {
    return candidate(evidence.models(), evidence.run().runId());
  }

  static TrainedModel candidate(List<TrainedModel> models, String run) {
    return models.stream()
        .filter(model -> !model.status().equals(Models.REFERENCE))
        .findFirst()
        .orElseThrow(
            () ->
                new DataProblem(
                    "Card: govern.models has no candidate of run "
                        + run
                        + ". Run step 'train' first."));
  }
}
