package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cell suppression: which cells of a table with totals are withheld, so that the cells that are
 * shown don't tell of fewer rows than the minimum.
 *
 * <p>Small cells come first. Wherever a total is shown and one of its parts alone is not, or those
 * that are not have too few rows together, the next smallest part is withheld too; no part of a
 * total that is withheld is shown. Then all sums are solved together: where a small cell, or two
 * that are small together, still follow from what is shown, the next smallest part beside them is
 * withheld. This is repeated until nothing changes.
 *
 * <p>So neither one cell nor two together with too few rows can be reckoned exactly, nor what is
 * left of a total. Three or more of different sums may be, and bounds are not looked at: that
 * counts are whole numbers and not below 0 may leave few values.
 */
public final class CellSuppression {
  /** Coefficients that are reckoned until all cells are withheld instead: seconds. */
  private static final long MOST_STEPS = 20_000_000;

  private final double least;
  private final long mostSteps;
  private final List<Sum> sums = new ArrayList<>();

  /** Where cells have fewer rows than the least, they are small. */
  public CellSuppression(double least) {
    this(least, MOST_STEPS);
  }

  CellSuppression(double least, long mostSteps) {
    this.least = least;
    this.mostSteps = mostSteps;
  }

  /** A number of rows about which figures are told or not. */
  public static final class Cell {
    private final double rows;
    private final boolean isSmall;
    private boolean isKnown;
    private boolean isWithheld;

    private Cell(double rows, boolean isSmall, boolean isKnown) {
      this.rows = rows;
      this.isSmall = isSmall;
      this.isKnown = isKnown;
      this.isWithheld = isSmall;
    }

    /** Whether it has too few rows itself. */
    public boolean isSmall() {
      return isSmall;
    }

    /** Whether it is small, or another cell could be reckoned from it. */
    public boolean isWithheld() {
      return isWithheld;
    }

    Cell withhold() {
      isWithheld = true;
      return this;
    }
  }

  private record Sum(Cell total, List<Cell> parts) {
    List<Cell> cells() {
      List<Cell> cells = new ArrayList<>(parts);
      cells.add(total);
      return cells;
    }

    boolean isWithholding() {
      return total.isWithheld || parts.stream().anyMatch(Cell::isWithheld);
    }

    boolean isOf(List<Cell> some) {
      return some.stream().anyMatch(cell -> cell == total || parts.contains(cell));
    }
  }

  /** A cell that is shown if it can be. */
  public Cell cell(double rows) {
    return new Cell(rows, rows < least, false);
  }

  /** A cell that is shown whatever its size. */
  public Cell known(double rows) {
    return new Cell(rows, false, true);
  }

  /** Says that a cell is the sum of others, each of which has a row at least. */
  public void sum(Cell total, List<Cell> parts) {
    sums.add(new Sum(total, List.copyOf(parts)));
    if (parts.size() == 1 && total.isKnown && !total.isWithheld) {
      parts.get(0).isKnown = true; // withholding it would be in vain
    }
  }

  /**
   * Decides about all cells. Each round withholds one cell more than the last beside a cell that
   * still follows, so that there are few; if it takes too long, all cells are withheld.
   */
  public void settle() {
    long steps = 0;
    boolean isSettled = false;
    for (int round = 1; !isSettled; round++) {
      settleEach();
      Map<Cell, Integer> withheld = new LinkedHashMap<>();
      Equations equations = new Equations();
      for (Sum sum : sums) {
        equations.add(equation(sum, withheld));
        if (steps + equations.steps() > mostSteps) {
          withholdAll();
          return;
        }
      }
      steps += equations.steps();
      isSettled = !withholdsBeside(small(equations, List.copyOf(withheld.keySet())), round);
    }
  }

  private void settleEach() {
    boolean isSettled = false;
    while (!isSettled) {
      isSettled = true;
      for (Sum sum : sums) {
        isSettled &= !withholdsMore(sum);
      }
    }
  }

  /** The withheld parts less the total, if it is withheld, are known. */
  private static Map<Integer, Long> equation(Sum sum, Map<Cell, Integer> withheld) {
    Map<Integer, Long> equation = new HashMap<>();
    for (Cell cell : sum.cells()) {
      if (cell.isWithheld) {
        equation.put(
            withheld.computeIfAbsent(cell, key -> withheld.size()), cell == sum.total() ? -1L : 1L);
      }
    }
    return equation;
  }

  private List<List<Cell>> small(Equations equations, List<Cell> withheld) {
    return equations.determined().stream()
        .map(cells -> cells.stream().map(withheld::get).toList())
        .filter(cells -> cells.stream().mapToDouble(cell -> cell.rows).sum() < least)
        .toList();
  }

  /** Beside each some more cells, as near as can be; whether there were any. */
  private boolean withholdsBeside(List<List<Cell>> determined, int most) {
    Set<Cell> more = new HashSet<>();
    for (List<Cell> few : determined) {
      List<Sum> own = sums.stream().filter(sum -> sum.isOf(few)).toList();
      if (own.stream().flatMap(sum -> sum.cells().stream()).noneMatch(more::contains)) {
        List<Cell> beside = smallestOpen(own, most);
        if (beside.isEmpty()) {
          beside = smallestOpen(sums.stream().filter(Sum::isWithholding).toList(), most);
        }
        beside.forEach(cell -> more.add(cell.withhold()));
      }
    }
    return !more.isEmpty();
  }

  private static List<Cell> smallestOpen(List<Sum> some, int most) {
    return some.stream()
        .flatMap(sum -> sum.parts().stream())
        .filter(part -> !part.isWithheld && !part.isKnown)
        .distinct()
        .sorted(Comparator.comparingDouble(part -> part.rows))
        .limit(most)
        .toList();
  }

  private void withholdAll() {
    for (Sum sum : sums) {
      sum.cells().stream().filter(cell -> !cell.isKnown).forEach(Cell::withhold);
    }
  }

  private boolean withholdsMore(Sum sum) {
    int count = 0;
    double rows = 0;
    List<Cell> open = new ArrayList<>();
    for (Cell part : sum.parts()) {
      if (part.isWithheld) {
        count++;
        rows += part.rows;
      } else if (!part.isKnown) {
        open.add(part);
      }
    }
    if (isSafe(sum, count, rows)) {
      return false;
    }
    open.sort(Comparator.comparingDouble(part -> part.rows));
    for (Cell part : open) {
      part.isWithheld = true;
      rows += part.rows;
      if (isSafe(sum, ++count, rows)) {
        return true;
      }
    }
    boolean canGo = !sum.total().isKnown && !sum.total().isWithheld;
    sum.total().isWithheld |= canGo;
    return canGo || !open.isEmpty();
  }

  private boolean isSafe(Sum sum, int count, double rows) {
    return sum.total().isWithheld
        ? count == sum.parts().size()
        : count == 0 || count > 1 && rows >= least;
  }
}
