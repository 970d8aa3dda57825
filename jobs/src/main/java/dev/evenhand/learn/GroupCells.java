package dev.evenhand.learn;

import java.util.List;

/**
 * A group's weights of label 0 and of label 1 by score, in rising order of the scores.
 *
 * @param lowest the lowest score of each cell
 * @param highest the highest score of each cell; the same where a cell holds one score
 */
record GroupCells(
    List<String> group, double[] lowest, double[] highest, double[] negatives, double[] positives) {
  int size() {
    return lowest.length;
  }

  double weight(int label) {
    double sum = 0;
    for (double weight : label == 1 ? positives : negatives) {
      sum += weight;
    }
    return sum;
  }

  /** The expected weight of false and of true positives when a policy decides. */
  double[] selected(GroupPolicy policy) {
    double[] sums = new double[2];
    for (int i = 0; i < size(); i++) {
      double chance = policy.chance(lowest[i]);
      sums[0] += chance * negatives[i];
      sums[1] += chance * positives[i];
    }
    return sums;
  }
}
