package dev.evenhand.card;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Pipeline;
import java.time.Instant;
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

  /** The last model of the file, as it was trained. */
  static TrainedModel candidate(Pipeline pipeline, Evidence evidence) {
    String name = pipeline.candidate().name();
    return evidence.models().stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new DataProblem(
                    "Card of "
                        + name
                        + ": the model is not in govern.models of run "
                        + evidence.run().runId()
                        + ". Run step 'train' first."));
  }
}
