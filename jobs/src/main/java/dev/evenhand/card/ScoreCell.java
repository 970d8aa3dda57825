package dev.evenhand.card;

/**
 * The candidate's test decisions of a group in a narrow bin of scores.
 *
 * @param attribute null where it is about all decisions
 * @param group null where it is about all decisions
 * @param bin number of the bin, from 0 to {@link #BINS} - 1; it begins at bin / BINS
 * @param positives decisions with a positive outcome
 * @param scores sum of the scores
 */
record ScoreCell(String attribute, String group, int bin, long n, long positives, double scores) {
  /** As narrow as 0.001. */
  static final int BINS = 1_000;

  double from() {
    return (double) bin / BINS;
  }

  boolean isOverall() {
    return attribute == null;
  }
}
