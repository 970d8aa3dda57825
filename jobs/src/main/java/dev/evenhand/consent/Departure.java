package dev.evenhand.consent;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How far the usable population departs from the full one, by group of one attribute: each group's
 * share of the usable decisions less its share of all, and half the sum of their absolute values
 * (total variation distance, in [0, 1]).
 */
final class Departure {
  static final String TOTAL_VARIATION = "consent_total_variation";

  private Departure() {}

  /**
   * @param decisions all known decisions with the attribute's column
   * @param usable BOOLEAN column
   */
  static List<FigureRow> of(Dataset<Row> decisions, String attribute, String usable) {
    List<Row> counts =
        decisions
            .groupBy(col("`" + attribute + "`"))
            .agg(count(lit(1)), count_if(col(usable)))
            .orderBy(col("`" + attribute + "`"))
            .collectAsList();
    long all = counts.stream().mapToLong(row -> row.getLong(1)).sum();
    long used = counts.stream().mapToLong(row -> row.getLong(2)).sum();
    List<FigureRow> figures = new ArrayList<>();
    double distance = 0;
    for (Row row : counts) {
      Double change =
          used == 0 ? null : (double) row.getLong(2) / used - (double) row.getLong(1) / all;
      distance += change == null ? 0 : Math.abs(change) / 2;
      figures.add(
          FigureRow.of(Measures.CONSENT_SHARE_CHANGE)
              .group(attribute, row.getString(0))
              .value(change)
              .size(row.getLong(1), null));
    }
    figures.add(
        FigureRow.of(TOTAL_VARIATION)
            .group(attribute, null)
            .value(used == 0 ? null : distance)
            .size(all, null));
    figures.forEach(figure -> figure.dataset(Measures.DECISIONS));
    return figures;
  }
}
