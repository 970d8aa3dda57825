package dev.evenhand.attribution;

import java.io.Serializable;

/** Leaves too deep for tables, computed row by row. */
record DeepLeaves(Contributions sums) implements Serializable {
  private static final long serialVersionUID = 1L;

  void add(int[] bins, double[] into) {
    for (int u = 0; u < sums.units().size(); u++) {
      sums.add(u, sums.units().get(u).answers(bins), into);
    }
  }
}
