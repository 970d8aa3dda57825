package dev.evenhand.attribution;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Values to set a feature to, to see what a model makes of them.
 *
 * @param feature what the values are of
 * @param entries the entries of the vector that it is
 * @param labels of each value
 * @param values of each value, what the entries become
 */
public record FeatureProbe(String feature, int[] entries, String[] labels, double[][] values)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public FeatureProbe {
    if (values.length == 0 || labels.length != values.length) {
      throw new DataProblem("A probe of '%s' needs values, one label each.".formatted(feature));
    }
  }

  /** A number's values. */
  public static FeatureProbe number(String feature, int entry, double... grid) {
    String[] labels =
        IntStream.range(0, grid.length).mapToObj(i -> "" + grid[i]).toArray(String[]::new);
    double[][] values =
        IntStream.range(0, grid.length)
            .mapToObj(i -> new double[] {grid[i]})
            .toArray(double[][]::new);
    return new FeatureProbe(feature, new int[] {entry}, labels, values);
  }

  /**
   * Each category of one-hot codes, labelled by its entry.
   *
   * @param players the name of each entry's column
   */
  public static FeatureProbe category(String feature, List<String> players) {
    List<Integer> entries = new ArrayList<>();
    for (int i = 0; i < players.size(); i++) {
      if (players.get(i).equals(feature)) {
        entries.add(i);
      }
    }
    double[][] codes = new double[entries.size()][entries.size()];
    String[] labels = new String[entries.size()];
    for (int c = 0; c < codes.length; c++) {
      codes[c][c] = 1;
      labels[c] = feature + "[" + c + "]";
    }
    return new FeatureProbe(
        feature, entries.stream().mapToInt(Integer::intValue).toArray(), labels, codes);
  }
}
