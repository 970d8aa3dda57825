package dev.evenhand.attribution;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An action on the entries of a vector.
 *
 * @param entries one for a number or a code, several for one-hot codes
 * @param labels of the entries
 * @param allowed entries that may become the category; of a single code whether it may become 0,
 *     and whether 1; all of them for a number
 * @param lowest the lowest value that may be suggested
 * @param rounding what is told is a multiple of it, or of a tenth and so on; 0 if it is exact
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
    double rounding,
    double spread)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double INNER = 1_000;

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
        Double.isInfinite(action.lowest())
            ? inner(action, spreads.lowest()[first], true)
            : action.lowest(),
        Double.isInfinite(action.highest())
            ? inner(action, spreads.highest()[first], false)
            : action.highest(),
        action.step(),
        action.rounding(),
        action.isCategory() ? 1 : spreads.spread()[first]);
  }

  /**
   * The end of the training rows' range; where values are told rounded, the last one before it that
   * can be told with three digits more: nobody's own value is told exactly, and hardly a change
   * within the range is missed.
   */
  private static double inner(Action action, double end, boolean isLowest) {
    if (action.rounding() == 0 || action.isCategory() || !Double.isFinite(end)) {
      return end;
    }
    double scale = Math.min(Decimals.FINEST, Math.rint(1 / action.rounding()) * INNER);
    return isLowest ? Decimals.up(end, scale) : Decimals.down(end, scale);
  }

  private static boolean[] allowed(Action action, String[] labels) {
    if (action.isCategory() && labels.length == 1 && !action.categories().isEmpty()) {
      return ofOneCode(action, labels[0]);
    }
    boolean[] allowed = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      allowed[i] = action.categories().isEmpty() || action.categories().contains(labels[i]);
    }
    for (String category : action.categories()) {
      if (!List.of(labels).contains(category)) {
        throw new DataProblem(
            "actions changes '%s' to '%s', which is none of its codes: %s."
                .formatted(action.feature(), category, String.join(", ", labels)));
      }
    }
    return allowed;
  }

  private static boolean[] ofOneCode(Action action, String label) {
    if (!action.categories().equals(List.of(label))) {
      throw new DataProblem(
          "actions changes '%s' to '%s', but it is a single entry, '%s', whose other categories have no names. Name that one, or leave to() away."
              .formatted(action.feature(), String.join("', '", action.categories()), label));
    }
    return new boolean[] {false, true};
  }

  boolean isOneHot() {
    return entries.length > 1;
  }

  /** Whether it is a category of a single entry: a code that is 0 or 1, or a category's number. */
  boolean isCode() {
    return isCategory && entries.length == 1;
  }

  /** Whether to() named what a single code may become. */
  boolean namesItsCode() {
    return isCode() && !allowed[0];
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
      value = multiple(Math.floor(value / step) - 1, value, 1);
    }
    return value <= highest ? value : Double.NaN;
  }

  /** The largest suggestable value at or below a bound, else NaN. */
  double atMost(double bound) {
    double value = Math.min(bound, highest);
    if (step > 0) {
      value = multiple(Math.ceil(value / step) + 1, value, -1);
    }
    return value >= lowest ? value : Double.NaN;
  }

  /** The first multiple of the step that reaches a value, from one a little before it. */
  private double multiple(double times, double value, int way) {
    double found = Decimals.multiple(times, step);
    for (int i = 1; i <= 3 && way * found < way * value; i++) {
      found = Decimals.multiple(times + way * i, step);
    }
    return found;
  }

  double cost(double from, double to) {
    return Math.abs(to - from) / spread;
  }

  /** A value that can be told, not nearer to the present one; finer by a power of ten. */
  double rounded(double from, double to, double finer) {
    double scale = Math.min(Decimals.FINEST, Math.rint(1 / rounding) * finer);
    return to > from ? Decimals.up(to, scale) : Decimals.down(to, scale);
  }

  /** A row after changes, by the numbers of levers. */
  static double[] changed(double[] row, Map<Integer, double[]> values, List<Lever> levers) {
    double[] changed = row.clone();
    values.forEach(
        (place, own) -> {
          int[] entries = levers.get(place).entries();
          for (int e = 0; e < own.length; e++) {
            changed[entries[e]] = own[e];
          }
        });
    return changed;
  }

  /** All values to which codes may change. */
  List<double[]> otherCategories(double[] row) {
    List<double[]> others = new ArrayList<>();
    if (isCode()) {
      double now = row[entries[0]];
      int other = now == 0 ? 1 : 0;
      boolean isKnown = now == 0 || now == 1;
      if (isKnown && (other >= allowed.length || allowed[other])) {
        others.add(new double[] {other});
      }
      return others;
    }
    int present = category(row);
    for (int c = 0; c < entries.length; c++) {
      if (c != present && allowed[c]) {
        others.add(codes(c));
      }
    }
    return others;
  }
}
