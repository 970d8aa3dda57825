package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.List;

/** The cells of a view as rows; groups that are too small are merged into one without a name. */
final class CellRows {
  private CellRows() {}

  static List<Cell> of(View view) {
    List<Cell> cells = new ArrayList<>();
    List<Tally> small = new ArrayList<>();
    for (GroupSlice group : view.groups()) {
      if (group.isWithheld()) {
        small.add(group.slice().tally());
      } else {
        add(cells, view, group.name(), group.slice().tally());
      }
    }
    if (!small.isEmpty()) {
      add(cells, view, null, Tally.sum(small));
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
