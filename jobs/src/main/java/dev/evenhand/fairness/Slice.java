package dev.evenhand.fairness;

/**
 * The rows of one group as sums.
 *
 * @param rank null if there is no score, or only one label
 * @param blocks null where every row counts as independent of the others
 */
record Slice(Tally tally, RankStats rank, Blocks blocks) {
  Slice(Tally tally, RankStats rank) {
    this(tally, rank, null);
  }

  /** The t or z beyond which, on both sides together, lies 1 - confidence. */
  double critical(double confidence) {
    return blocks == null
        ? Normal.critical(confidence)
        : Normal.critical(confidence, blocks.occupied() - 1);
  }
}
