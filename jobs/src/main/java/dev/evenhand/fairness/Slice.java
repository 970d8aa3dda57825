package dev.evenhand.fairness;

/**
 * The rows of one group as sums.
 *
 * @param rank null if there is no score, or only one label
 */
record Slice(Tally tally, RankStats rank) {}
