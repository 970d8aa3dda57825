package dev.evenhand.card;

import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * A row of a metric table.
 *
 * @param value null if it is withheld or undefined; {@code reason} then says why
 */
record Figure(
    @Told(absent = "where it is about data") String model,
    @Told(absent = "where there is none") String dataset,
    @Told(absent = "where it is about all") String split,
    @Told(absent = "where it is about all rows") String attribute,
    @Told(absent = "where it is about no single group") String group,
    @Told(absent = "where it is compared with nothing") String reference,
    String metric,
    String statistic,
    @Told(absent = "where it is withheld or undefined") Double value,
    @Told(value = "of the 95 % interval", absent = "where it has none") Double low,
    @Told(value = "of the 95 % interval", absent = "where it has none") Double high,
    @Told(value = "rows it is made of", absent = "where it is withheld or not counted") Long n,
    @Told("ok, withheld or undefined") String status,
    @Told(absent = "where it is ok") String reason) {

  /** How few rows a withheld group has is itself not told. */
  Figure {
    n = Measures.WITHHELD.equals(status) ? null : n;
  }

  static Figure of(Row row) {
    return new Figure(
        row.getAs(Figures.MODEL.name()),
        row.getAs(Figures.DATASET.name()),
        row.getAs(Figures.SPLIT.name()),
        row.getAs(Figures.ATTRIBUTE.name()),
        row.getAs(Figures.GROUP_VALUE.name()),
        row.getAs(Figures.REFERENCE.name()),
        row.getAs(Figures.METRIC.name()),
        row.getAs(Figures.STATISTIC.name()),
        row.getAs(Figures.VALUE.name()),
        row.getAs(Figures.CI_LOW.name()),
        row.getAs(Figures.CI_HIGH.name()),
        row.getAs(Figures.N.name()),
        row.getAs(Figures.STATUS.name()),
        row.getAs(Figures.REASON.name()));
  }

  boolean hasValue() {
    return value != null;
  }

  boolean hasInterval() {
    return value != null && low != null && high != null;
  }

  /** Whether it is about all rows and no group. */
  boolean isOverall() {
    return attribute == null;
  }

  /** Whether it compares all groups of its attribute. */
  boolean isGap() {
    return attribute != null
        && group == null
        && (reference == null || reference.equals(Measures.BETWEEN_GROUPS));
  }

  /** Why those without a value have none, each reason once. */
  static List<String> reasons(Stream<Figure> figures) {
    return figures
        .filter(figure -> !figure.hasValue())
        .map(figure -> figure.status() + (figure.reason() == null ? "" : ": " + figure.reason()))
        .distinct()
        .sorted()
        .toList();
  }

  /** The figure as a person reads it, or its status where there is none. */
  String text() {
    return value == null ? status : Words.of(metric).text(value);
  }

  /** The 95 % interval, or nothing. */
  String interval() {
    return hasInterval() ? Words.of(metric).range(low, high) : "";
  }
}
