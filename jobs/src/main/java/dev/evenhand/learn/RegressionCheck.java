package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.List;

/** Says what is wrong with the rows of a regression, all at once. */
final class RegressionCheck {
  /** Sums kept in all; two doubles each, in every task. */
  static final int MOST_SUMS = 1 << 24;

  private static final int MOST_COMBINATIONS = 10_000;

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
    addShape(lines, profile);
    if (!lines.isEmpty()) {
      throw new DataProblem(lines);
    }
  }

  private static void addShape(List<String> lines, BlockProfile profile) {
    int features = profile.width - 1;
    int combinations = profile.combinations.size();
    if (profile.isRagged) {
      lines.add("Training rows: feature vectors have different lengths. Assemble them alike.");
    }
    if (features > TrainingRows.MOST_FEATURES) {
      lines.add(
          "Training rows: %d features; at most %d are supported. Select or hash them first."
              .formatted(features, TrainingRows.MOST_FEATURES));
    }
    if (combinations > MOST_COMBINATIONS) {
      lines.add(
          ("The sensitive columns have more than %d combinations of values. A sensitive column"
                  + " names groups, not persons; group its values or leave it out.")
              .formatted(MOST_COMBINATIONS));
    }
    if (lines.isEmpty() && profile.training == 0) {
      lines.add("Training rows: none has a weight above 0. Check the split and the weights.");
    }
    if (lines.isEmpty() && size(profile) > MOST_SUMS) {
      lines.add(
          ("Training rows: %d combinations of sensitive values times %d features need %d sums; at"
                  + " most %d are kept. A sensitive column names groups, not persons: group its"
                  + " values, or select features.")
              .formatted(combinations, features, size(profile), MOST_SUMS));
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
