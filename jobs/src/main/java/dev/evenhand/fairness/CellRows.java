package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.List;

/**
 * The cells of a view as rows; withheld groups are merged into one without a name, or left out
 * where that would be a single group or too few rows.
 */
final class CellRows {
  private CellRows() {}

  static List<Cell> of(View view, long minGroup) {
    List<Cell> cells = new ArrayList<>();
    List<Tally> withheld = new ArrayList<>();
    if (view.disclosure().isWithheld()) {
      return cells;
    }
    for (GroupSlice group : view.groups()) {
      if (group.isWithheld()) {
        withheld.add(group.slice().tally());
      } else {
        add(cells, view, group.name(), group.slice().tally());
      }
    }
    Tally pool = Tally.sum(withheld);
    if (withheld.size() > 1 && pool.rows() >= minGroup) {
      add(cells, view, null, pool);
    }
    return cells;
  }

  private static void add(List<Cell> cells, View view, String group, Tally tally) {
    for (int cell = 0; cell < Tally.CELLS; cell++) {
      cells.add(
          new Cell(
              view.subject().attribute(),
              group,
              view.control(),
              cell / 2,
              cell % 2,
              Math.round(tally.rows(cell)),
              tally.weight(cell)));
    }
  }
}
