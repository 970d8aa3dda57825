package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.List;

/** Says what is wrong with the rows of a regression, all at once. */
final class RegressionCheck {
  /** Sums kept in all; two doubles each, in every task. */
  static final int MOST_SUMS = 1 << 24;

  private RegressionCheck() {}

  static void require(BlockProfile profile) {
    List<String> lines = new ArrayList<>();
    report(lines, profile, profile.badLabels, "a label that is not a number", "Drop them.");
    report(
        lines,
        profile,
        profile.badWeights,
        "a negative, null or infinite weight",
        "Set it or drop the rows.");
    report(
        lines,
        profile,
        profile.badFeatures,
        "a feature that is not a number, or another number of features",
        "Impute or drop them before training.");
    if (profile.isRagged) {
      lines.add("Training rows: feature vectors have different lengths. Assemble them alike.");
    }
    if (profile.width - 1 > TrainingRows.MOST_FEATURES) {
      lines.add(
          "Training rows: "
              + (profile.width - 1)
              + " features; at most "
              + TrainingRows.MOST_FEATURES
              + " are supported. Select or hash them first.");
    }
    if (lines.isEmpty() && profile.training == 0) {
      lines.add("Training rows: none has a weight above 0. Check the split and the weights.");
    }
    if (lines.isEmpty() && size(profile) > MOST_SUMS) {
      lines.add(
          "Training rows: "
              + profile.combinations.size()
              + " combinations of sensitive values times "
              + (profile.width - 1)
              + " features need "
              + size(profile)
              + " sums; at most "
              + MOST_SUMS
              + " are kept. A sensitive column names groups, not persons: group its values, or"
              + " select features.");
    }
    if (!lines.isEmpty()) {
      throw new DataProblem(lines);
    }
  }

  private static void report(
      List<String> lines, BlockProfile profile, long count, String what, String remedy) {
    if (count > 0) {
      String share = count + " of " + profile.rows;
      lines.add("Training rows: " + share + " have " + what + ". " + remedy);
    }
  }

  private static long size(BlockProfile profile) {
    return (long) profile.combinations.size() * RegressionMoments.packed(profile.width + 1);
  }
}
