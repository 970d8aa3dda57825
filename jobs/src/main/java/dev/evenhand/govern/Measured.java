package dev.evenhand.govern;

import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A figure of a model on the test split.
 *
 * @param attribute whose groups it compares; null if it is about all decisions
 * @param value null if it is withheld or undefined
 */
record Measured(
    String model,
    String metric,
    String attribute,
    String reference,
    Double value,
    String status,
    String reason) {
  static final String TEST = "test";

  /** The figures of whole models and of whole attributes; those of single groups stay behind. */
  static List<Measured> of(Dataset<Row> figures) {
    Dataset<Row> general =
        figures
            .filter(Figures.SPLIT.column().equalTo(TEST))
            .filter(Figures.MODEL.column().isNotNull())
            .filter(Figures.GROUP_VALUE.column().isNull().and(Figures.CONTROL.column().isNull()))
            .filter(Figures.STATISTIC.column().isin("value", "difference", "ratio"));
    return SmallRows.sorted(general, Figures.MODEL.column(), Figures.METRIC.column()).stream()
        .map(Measured::of)
        .toList();
  }

  private static Measured of(Row row) {
    return new Measured(
        row.getAs(Figures.MODEL.name()),
        row.getAs(Figures.METRIC.name()),
        row.getAs(Figures.ATTRIBUTE.name()),
        row.getAs(Figures.REFERENCE.name()),
        row.getAs(Figures.VALUE.name()),
        row.getAs(Figures.STATUS.name()),
        row.getAs(Figures.REASON.name()));
  }

  /** Whether it compares all groups, or none, and not each with one of them. */
  boolean isGeneral() {
    return reference == null || reference.equals(Measures.BETWEEN_GROUPS);
  }
}
