package dev.evenhand.report;

import java.util.List;

/**
 * What the page on thresholds works with: aggregates and nothing else.
 *
 * @param run whose cells they are; null if no run has any
 * @param minimum decisions that every bin of a group has at least
 * @param worth null if the pipeline file doesn't say what decisions are worth
 */
record WhatIf(
    String run, long minimum, Worth worth, List<Threshold> models, List<Attribute> attributes) {

  /** What one decision is worth by how it turned out. */
  record Worth(
      double truePositive,
      double falsePositive,
      double falseNegative,
      double trueNegative,
      String currency) {}

  /** The score from which a model selects. */
  record Threshold(String name, double threshold, boolean isCandidate) {}

  /** The groups of an attribute in one split, scored by one model. */
  record Attribute(String model, String split, String attribute, List<Group> groups) {}

  /**
   * The bins of a group, from low scores to high.
   *
   * @param name null for the small groups together
   * @param edges where bins begin, and the last one's end
   * @param positives of each bin, decisions with label 1
   * @param negatives of each bin, decisions with label 0
   */
  record Group(String name, List<Double> edges, List<Long> positives, List<Long> negatives) {
    long rows(int bin) {
      return positives.get(bin) + negatives.get(bin);
    }
  }

  static WhatIf none() {
    return new WhatIf(null, 0, null, List.of(), List.of());
  }
}
