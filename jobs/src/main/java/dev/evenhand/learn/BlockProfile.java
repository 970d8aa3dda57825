package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * What must be known of all rows before training: counts, ranges and the combinations of sensitive
 * values. Only counts, extremes and sets, so that the order of rows doesn't matter.
 */
final class BlockProfile implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final byte BAD_LABEL = 2;
  private static final int MOST_COMBINATIONS = 100_000;

  static final Comparator<List<String>> BY_VALUES =
      (Comparator<List<String>> & Serializable)
          (a, b) -> {
            for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
              int order = a.get(i).compareTo(b.get(i));
              if (order != 0) {
                return order;
              }
            }
            return Integer.compare(a.size(), b.size());
          };

  long rows;
  long training;
  long deciding;
  long positives;
  long badLabels;
  long badWeights;
  long badFeatures;
  long badOffsets;
  int width = -1;
  boolean isRagged;
  double largestWeight;
  double largestRateWeight;
  double largestOffset;
  double[] lowest = {};
  double[] highest = {};
  final TreeSet<List<String>> combinations = new TreeSet<>(BY_VALUES);

  static byte label(double label) {
    return label == 0 ? 0 : label == 1 ? (byte) 1 : BAD_LABEL;
  }

  void add(Block block) {
    resize(block.width());
    addCombinations(block.sensitive());
    for (int i = 0; i < block.rows(); i++) {
      rows++;
      deciding += block.deciding()[i];
      double weight = block.weights()[i];
      double rateWeight = block.rateWeights()[i];
      if (!(weight >= 0 && rateWeight >= 0 && weight < 1e150 && rateWeight < 1e150)) {
        badWeights++;
      }
      double offset = Math.abs(block.offset(i));
      badOffsets += offset < 1e6 ? 0 : 1;
      largestOffset = Math.max(largestOffset, offset);
      largestWeight = Math.max(largestWeight, weight);
      largestRateWeight = Math.max(largestRateWeight, rateWeight);
      if (block.labels()[i] == BAD_LABEL) {
        badLabels++;
      } else if (weight > 0) {
        training++;
        positives += block.labels()[i];
      }
      addFeatures(block, i);
    }
  }

  private void addFeatures(Block block, int row) {
    if (block.isDense()) {
      addDense(block, row);
      return;
    }
    int expected = 0;
    boolean isGood = true;
    for (int at = block.start(row); at < block.end(row); at++) {
      int feature = block.feature(row, at);
      double value = block.values()[at];
      isGood &= Math.abs(value) < 1e150;
      widen(feature, value);
      for (; expected < feature; expected++) {
        widen(expected, 0);
      }
      expected = feature + 1;
    }
    for (; expected < block.width(); expected++) {
      widen(expected, 0);
    }
    badFeatures += isGood ? 0 : 1;
  }

  private void addDense(Block block, int row) {
    double[] values = block.values();
    boolean isGood = true;
    for (int feature = 0, at = block.start(row); feature < block.width(); feature++, at++) {
      double value = values[at];
      isGood &= Math.abs(value) < 1e150;
      if (value < lowest[feature]) {
        lowest[feature] = value;
      }
      if (value > highest[feature]) {
        highest[feature] = value;
      }
    }
    badFeatures += isGood ? 0 : 1;
  }

  private void widen(int feature, double value) {
    lowest[feature] = Math.min(lowest[feature], value);
    highest[feature] = Math.max(highest[feature], value);
  }

  private void resize(int blockWidth) {
    isRagged |= width >= 0 && width != blockWidth;
    if (blockWidth > lowest.length) {
      int from = lowest.length;
      lowest = Arrays.copyOf(lowest, blockWidth);
      highest = Arrays.copyOf(highest, blockWidth);
      Arrays.fill(lowest, from, blockWidth, Double.POSITIVE_INFINITY);
      Arrays.fill(highest, from, blockWidth, Double.NEGATIVE_INFINITY);
    }
    width = Math.max(width, blockWidth);
  }

  private void addCombinations(Collection<List<String>> added) {
    if (combinations.size() <= MOST_COMBINATIONS) {
      combinations.addAll(added);
    }
  }

  void merge(BlockProfile other) {
    if (other.width < 0) {
      return;
    }
    resize(other.width);
    isRagged |= other.isRagged;
    rows += other.rows;
    training += other.training;
    deciding += other.deciding;
    positives += other.positives;
    badLabels += other.badLabels;
    badWeights += other.badWeights;
    badFeatures += other.badFeatures;
    badOffsets += other.badOffsets;
    largestWeight = Math.max(largestWeight, other.largestWeight);
    largestRateWeight = Math.max(largestRateWeight, other.largestRateWeight);
    largestOffset = Math.max(largestOffset, other.largestOffset);
    for (int i = 0; i < other.lowest.length; i++) {
      widen(i, other.lowest[i]);
      widen(i, other.highest[i]);
    }
    addCombinations(other.combinations);
  }

  /** Says what is wrong with the rows, all at once. */
  void check(int mostFeatures) {
    List<String> lines = new ArrayList<>();
    report(lines, badLabels, "a label other than 0 and 1", "Code the label as 0 and 1.");
    report(lines, badWeights, "a negative, null or infinite weight", "Set it or drop the rows.");
    report(lines, badOffsets, "no offset, or one beyond a million", "Set it or drop the rows.");
    report(
        lines,
        badFeatures,
        "a feature that is not a number, or another number of features",
        "Impute or drop them before training.");
    if (isRagged) {
      lines.add("Training rows: feature vectors have different lengths. Assemble them alike.");
    }
    if (width > mostFeatures) {
      lines.add(
          "Training rows: "
              + width
              + " features; at most "
              + mostFeatures
              + " are supported. Select or hash them first.");
    }
    if (combinations.size() > MOST_COMBINATIONS) {
      lines.add(
          "The sensitive columns have more than "
              + MOST_COMBINATIONS
              + " combinations of values. A sensitive column names groups, not persons; group its"
              + " values or leave it out.");
    }
    if (lines.isEmpty() && training == 0) {
      lines.add("Training rows: none has a weight above 0. Check the split and the weights.");
    } else if (lines.isEmpty() && (positives == 0 || positives == training)) {
      lines.add("Training rows: all labels are equal. A classifier needs both 0 and 1.");
    }
    if (!lines.isEmpty()) {
      throw new DataProblem(lines);
    }
  }

  private void report(List<String> lines, long count, String what, String remedy) {
    if (count > 0) {
      lines.add("Training rows: " + count + " of " + rows + " have " + what + ". " + remedy);
    }
  }

  /** The bounds alone, to travel with each task. */
  BlockProfile withoutSets() {
    BlockProfile bounds = new BlockProfile();
    bounds.rows = rows;
    bounds.largestWeight = largestWeight;
    bounds.largestRateWeight = largestRateWeight;
    bounds.largestOffset = largestOffset;
    return bounds;
  }

  /** The same bounds for a part of the rows. */
  BlockProfile withCounts(BlockProfile part) {
    BlockProfile bounds = withoutSets();
    bounds.rows = part.rows;
    bounds.training = part.training;
    bounds.positives = part.positives;
    bounds.deciding = part.deciding;
    bounds.width = width;
    bounds.lowest = lowest;
    bounds.highest = highest;
    return bounds;
  }

  /** True for a feature with one value. */
  boolean isConstant(int feature) {
    return !(highest[feature] > lowest[feature]);
  }

  /** A power of two that brings the feature into [-1, 1]. */
  double scale(int feature) {
    double largest = Math.max(Math.abs(lowest[feature]), Math.abs(highest[feature]));
    return largest > 0 ? 1 / ExactSums.powerAbove(largest) : 1;
  }
}
