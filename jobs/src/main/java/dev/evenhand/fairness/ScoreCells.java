package dev.evenhand.fairness;

import java.io.Serializable;

/** How many rows of each label lie at each score, or in each bin of scores, of one group. */
interface ScoreCells extends Serializable {
  /** What it costs: cells or pages in use. */
  int size();

  void add(double score, int label, double weight);

  /** Adds cells of the same level. */
  void merge(ScoreCells other);

  /** Adds weights to an array with two places, negatives and positives, for each bin. */
  void addTo(double[] all);

  /** The same at a coarser level. */
  ScoreCells at(int level);
}
