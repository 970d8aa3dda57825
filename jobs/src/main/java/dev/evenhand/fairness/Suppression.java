package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Cell suppression: which cells of a table with totals are withheld, so that no total less the
 * cells that are shown tells of fewer rows than the minimum.
 *
 * <p>Small cells come first. Wherever a total is shown and one of its parts alone is not, or those
 * that are not have too few rows together, the next smallest part is withheld too; a total that is
 * withheld is not the sum of parts that are all shown. This is repeated until nothing changes.
 */
public final class Suppression {
  private final double least;
  private final List<Sum> sums = new ArrayList<>();

  /** Where cells have fewer rows than the least, they are small. */
  public Suppression(double least) {
    this.least = least;
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

  private record Sum(Cell total, List<Cell> parts) {}

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

  /** Decides about all cells. */
  public void settle() {
    boolean isSettled = false;
    while (!isSettled) {
      isSettled = true;
      for (Sum sum : sums) {
        isSettled &= !withholdsMore(sum);
      }
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
    if (isSafe(sum.total(), count, rows)) {
      return false;
    }
    open.sort(Comparator.comparingDouble(part -> part.rows));
    for (Cell part : open) {
      part.isWithheld = true;
      rows += part.rows;
      if (isSafe(sum.total(), ++count, rows)) {
        return true;
      }
    }
    boolean canGo = !sum.total().isKnown && !sum.total().isWithheld;
    sum.total().isWithheld |= canGo;
    return canGo || !open.isEmpty();
  }

  private boolean isSafe(Cell total, int count, double rows) {
    return total.isWithheld ? count > 0 : count == 0 || count > 1 && rows >= least;
  }
}
