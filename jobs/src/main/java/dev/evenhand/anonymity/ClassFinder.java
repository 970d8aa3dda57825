package dev.evenhand.anonymity;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/** Cuts as executors have them: which class covers a row, and not what it says. */
record ClassFinder(Coding coding, Assignment assignment, Covers covers) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The class whose values cover the row; -1 where there is none, the row is suppressed. */
  int coveringClass(Row keys) {
    return coveringClass(coding.point(keys));
  }

  int coveringClass(Coding.Point point) {
    int found = assignment.classOf(point);
    return found >= 0 && covers.covers(found, point) ? found : -1;
  }
}
