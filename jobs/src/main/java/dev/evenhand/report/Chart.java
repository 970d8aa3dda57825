package dev.evenhand.report;

import java.util.List;

/**
 * A chart of a page, for {@code site.js}; the page has the same figures in a table.
 *
 * @param kind lines over labels, stacked bars over labels, or scattered points
 * @param title what a screen reader says
 * @param xName of the axis of points; null otherwise
 * @param labels in reading order; of points none
 * @param series of points one each, with x and y as its values
 */
record Chart(
    String id,
    Kind kind,
    String title,
    String xName,
    String yName,
    List<String> labels,
    List<Series> series) {

  /** How it is drawn. */
  enum Kind {
    LINES,
    STACK,
    POINTS
  }

  /**
   * What stands under one name.
   *
   * @param values null where there is none
   * @param isMain whether it is what the page is about, and not there to compare with
   */
  record Series(String name, List<Double> values, boolean isMain) {}
}
