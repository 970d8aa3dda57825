package dev.evenhand.learn;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How the values of one column are repaired in one group.
 *
 * <p>A value that was learned becomes its repaired one; a value between two that were learned is
 * moved by what lies, in proportion, between their moves; one outside moves as the nearest.
 *
 * @param values in rising order
 * @param repaired one for each
 */
record RepairCurve(String column, String group, double[] values, double[] repaired)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  double at(double value) {
    int place = Arrays.binarySearch(values, value);
    if (place >= 0) {
      return repaired[place];
    }
    int next = -place - 1;
    if (next == 0) {
      return value + move(0);
    }
    if (next == values.length) {
      return value + move(next - 1);
    }
    double share = (value - values[next - 1]) / (values[next] - values[next - 1]);
    return value + (1 - share) * move(next - 1) + share * move(next);
  }

  private double move(int place) {
    return repaired[place] - values[place];
  }
}
