package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weighted sums of products of features, label and 1, for each combination of sensitive values, and
 * the standard units that follow from them: overall mean 0 and standard deviation 1 (of the
 * population, as in MLlib's least squares).
 */
final class RegressionMoments {
  /** A variance below this share of the mean square is rounding. */
  private static final double LEAST_VARIANCE = 1e-13;

  private final RegressionRows.Frame frame;
  private final Attributes attributes;
  private final List<List<String>> combinations;
  private final ExactSums sums;
  private final int width;
  private final double[] overall;
  final double[] means;
  final double[] deviations;

  RegressionMoments(
      RegressionRows.Frame frame,
      Attributes attributes,
      List<List<String>> combinations,
      ExactSums sums) {
    this.frame = frame;
    this.attributes = attributes;
    this.combinations = combinations;
    this.sums = sums;
    this.width = frame.starts().length;
    int[] all = new int[combinations.size()];
    Arrays.setAll(all, combination -> combination);
    this.overall = total(all);
    this.means = new double[width];
    this.deviations = new double[width];
    for (int i = 0; i < width; i++) {
      double square = overall[packed(i) + i] / weight(overall);
      means[i] = overall[packed(width) + i] / weight(overall);
      double variance = square - means[i] * means[i];
      deviations[i] = variance > LEAST_VARIANCE * square ? Math.sqrt(variance) : 0;
    }
  }

  /** Numbers in the first rows of a triangle. */
  static int packed(int rows) {
    return rows * (rows + 1) / 2;
  }

  /** Sums over a group. */
  record Group(String attribute, String name, double weight, Sums sums) {}

  /** Mean products of features and label in standard units, the last row being means. */
  record Sums(double[][] means) {}

  private double weight(double[] triangle) {
    return triangle[triangle.length - 1];
  }

  private double[] total(int[] chosen) {
    int size = packed(width + 1);
    double[] total = new double[size];
    int[] places = Arrays.stream(chosen).map(combination -> combination * size).toArray();
    for (int i = 0; i < size; i++) {
      total[i] = sums.total(places);
      for (int k = 0; k < places.length; k++) {
        places[k]++;
      }
    }
    return total;
  }

  int features() {
    return width - 1;
  }

  /** The label's unit: its standard deviation, or its size where all labels are equal. */
  double labelUnit() {
    int label = width - 1;
    double unit = deviations[label] > 0 ? deviations[label] : Math.abs(means[label]);
    return unit > 0 ? unit : 1;
  }

  double labelUnitOutside() {
    return labelUnit() / frame.factors()[width - 1];
  }

  /** A feature's standard deviation in its own unit. */
  double deviationOutside(int feature) {
    return deviations[feature] / frame.factors()[feature];
  }

  /** A feature's or the label's mean in its own unit. */
  double meanOutside(int column) {
    return frame.starts()[column] + means[column] / frame.factors()[column];
  }

  /** All rows, about their means or, without an intercept, about 0. */
  Sums all(boolean centers) {
    return standardized(overall, centers);
  }

  /** The groups of each attribute that have a weight above 0. */
  List<Group> groups(boolean centers) {
    List<Group> groups = new ArrayList<>();
    for (int attribute = 0; attribute < attributes.count(); attribute++) {
      int first = attributes.cell(attribute, 0, 0) / 2;
      for (int group = 0; group < attributes.groups(attribute).size(); group++) {
        double[] total = total(members(attribute, first + group));
        if (weight(total) > 0) {
          groups.add(
              new Group(
                  attributes.name(attribute),
                  attributes.groups(attribute).get(group),
                  weight(total),
                  standardized(total, centers)));
        }
      }
    }
    return groups;
  }

  /** Groups whose rows all have weight 0, as attribute=group. */
  List<String> weightless() {
    List<String> weightless = new ArrayList<>();
    for (int attribute = 0; attribute < attributes.count(); attribute++) {
      int first = attributes.cell(attribute, 0, 0) / 2;
      for (int group = 0; group < attributes.groups(attribute).size(); group++) {
        int size = packed(width + 1);
        double weight = 0;
        for (int combination : members(attribute, first + group)) {
          weight += sums.value(combination * size + size - 1);
        }
        if (!(weight > 0)) {
          weightless.add(
              attributes.name(attribute) + "=" + attributes.groups(attribute).get(group));
        }
      }
    }
    return weightless;
  }

  private int[] members(int attribute, int group) {
    List<Integer> members = new ArrayList<>();
    for (int i = 0; i < combinations.size(); i++) {
      if (attributes.groupsOf(combinations.get(i))[attribute] == group) {
        members.add(i);
      }
    }
    return members.stream().mapToInt(Integer::intValue).toArray();
  }

  private Sums standardized(double[] total, boolean centers) {
    double weight = weight(total);
    double[][] standard = new double[width + 1][];
    int ones = packed(width);
    for (int i = 0; i < width; i++) {
      standard[i] = new double[i + 1];
      double meanI = centers ? means[i] : 0;
      for (int j = 0; j <= i; j++) {
        double meanJ = centers ? means[j] : 0;
        double about =
            total[packed(i) + j]
                - meanI * total[ones + j]
                - meanJ * (total[ones + i] - meanI * weight);
        standard[i][j] = about / weight / unit(i) / unit(j);
      }
    }
    standard[width] = new double[width + 1];
    for (int j = 0; j < width; j++) {
      double mean = total[ones + j] / weight - (centers ? means[j] : 0);
      standard[width][j] = mean / unit(j);
    }
    standard[width][width] = 1;
    return new Sums(standard);
  }

  private double unit(int column) {
    return column == width - 1 ? labelUnit() : deviations[column] > 0 ? deviations[column] : 1;
  }
}
