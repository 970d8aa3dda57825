package dev.evenhand.train;

import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Transformer;

/**
 * A model that was fitted, with what the register wants to know.
 *
 * @param stages from the vector to score and decision
 * @param violation of the constraint on training rows; null without one
 * @param summary the course of training as JSON; null where there is none
 */
record Candidate(
    String name,
    String estimator,
    List<Transformer> stages,
    double threshold,
    Map<String, String> parameters,
    Constrained constrained,
    String summary) {

  /** The constraint, its bound, and how far training rows violate it. */
  record Constrained(String constraint, double bound, Double violation) {}
}
