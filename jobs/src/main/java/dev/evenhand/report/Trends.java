package dev.evenhand.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/**
 * Figures over runs.
 *
 * @param runs the oldest first
 * @param minimum rows of a group below which the page has no figure of it
 */
record Trends(List<Run> runs, long minimum, List<Line> lines) {

  /** A run on the axis. */
  record Run(String id, String day, String candidate) {}

  /**
   * One figure over the runs; as JSON an array in this order, since there are thousands.
   *
   * @param about last part of the metric table's name
   * @param model null for figures of data
   * @param group null for all groups, or a gap between them
   * @param values one a run; null where there is none that may be shown
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Line(
      String about,
      String metric,
      String statistic,
      String model,
      String dataset,
      String attribute,
      String group,
      String reference,
      List<Double> values) {}
}
