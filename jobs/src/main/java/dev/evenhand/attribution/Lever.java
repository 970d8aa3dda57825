package dev.evenhand.attribution;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An action on the entries of a vector.
 *
 * @param entries one for a number or a code, several for one-hot codes
 * @param labels of the entries
 * @param allowed entries that may become the category; all of them for a number
 * @param lowest the lowest value that may be suggested
 * @param spread what a change of a number is measured in; 1 for a category
 */
record Lever(
    String feature,
    boolean isCategory,
    int[] entries,
    String[] labels,
    boolean[] allowed,
    Action.Direction direction,
    double lowest,
    double highest,
    double step,
    double spread)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Finds the entries of an action: those of a player, or one by the name of its attribute. */
  static Lever of(Action action, Players players, List<String> labels, Spreads spreads) {
    int player = players.names().indexOf(action.feature());
    int[] entries =
        IntStream.range(0, labels.size())
            .filter(
                i ->
                    player >= 0
                        ? players.ofEntry()[i] == player
                        : labels.get(i).equals(action.feature()))
            .toArray();
    if (entries.length == 0) {
      throw new DataProblem(
          "actions names '%s', which is no player and no entry of the vector. Players: %s."
              .formatted(action.feature(), String.join(", ", players.names())));
    }
    if (!action.isCategory() && entries.length > 1) {
      throw new DataProblem(
          "actions changes '%s' as a number, but it has %d entries. Name one of them: %s."
              .formatted(
                  action.feature(),
                  entries.length,
                  String.join(", ", IntStream.of(entries).mapToObj(labels::get).toList())));
    }
    String[] own = IntStream.of(entries).mapToObj(labels::get).toArray(String[]::new);
    int first = entries[0];
    return new Lever(
        action.feature(),
        action.isCategory(),
        entries,
        own,
        allowed(action, own),
        action.direction(),
        Double.isInfinite(action.lowest()) ? spreads.lowest()[first] : action.lowest(),
        Double.isInfinite(action.highest()) ? spreads.highest()[first] : action.highest(),
        action.step(),
        action.isCategory() ? 1 : spreads.spread()[first]);
  }

  private static boolean[] allowed(Action action, String[] labels) {
    boolean[] allowed = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      allowed[i] = action.categories().isEmpty() || action.categories().contains(labels[i]);
    }
    for (String category : action.categories()) {
      if (labels.length > 1 && !List.of(labels).contains(category)) {
        throw new DataProblem(
            "actions changes '%s' to '%s', which is none of its codes: %s."
                .formatted(action.feature(), category, String.join(", ", labels)));
      }
    }
    return allowed;
  }

  boolean isOneHot() {
    return entries.length > 1;
  }

  /** The category of a row's codes, the place of the largest; -1 if all are 0, as of a last one. */
  int category(double[] row) {
    int largest = -1;
    double most = 0;
    for (int i = 0; i < entries.length; i++) {
      if (row[entries[i]] > most) {
        largest = i;
        most = row[entries[i]];
      }
    }
    return largest;
  }

  /** The entries' values once the row is of a category. */
  double[] codes(int category) {
    double[] codes = new double[entries.length];
    codes[category] = 1;
    return codes;
  }

  boolean mayRise() {
    return direction != Action.Direction.DOWN;
  }

  boolean mayFall() {
    return direction != Action.Direction.UP;
  }

  /** The smallest suggestable value above a bound (at it, too, unless strictly), else NaN. */
  double atLeast(double bound, boolean isStrict) {
    double value = Math.max(isStrict ? Math.nextUp(bound) : bound, lowest);
    if (step > 0) {
      value = Math.ceil(value / step) * step;
      value = isStrict && value <= bound ? value + step : value;
    }
    return value <= highest ? value : Double.NaN;
  }

  /** The largest suggestable value at or below a bound, else NaN. */
  double atMost(double bound) {
    double value = Math.min(bound, highest);
    if (step > 0) {
      value = Math.floor(value / step) * step;
    }
    return value >= lowest ? value : Double.NaN;
  }

  double cost(double from, double to) {
    return Math.abs(to - from) / spread;
  }

  /** All values to which a one-hot category may change. */
  List<double[]> otherCategories(double[] row) {
    List<double[]> others = new ArrayList<>();
    int present = category(row);
    for (int c = 0; c < entries.length; c++) {
      if (c != present && allowed[c]) {
        others.add(codes(c));
      }
    }
    return others;
  }
}
