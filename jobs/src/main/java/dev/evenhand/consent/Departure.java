package dev.evenhand.consent;

import static org.apache.spark.sql.functions.col;

import dev.evenhand.fairness.Pooled;
import dev.evenhand.history.GroupCounts;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How far the usable population departs from the full one, by group of one attribute: each group's
 * share of the usable decisions less its share of all, and half the sum of their absolute values
 * (total variation distance, in [0, 1]). Small groups count as one, as {@link Pooled} says.
 */
final class Departure {
  static final String TOTAL_VARIATION = "consent_total_variation";

  private Departure() {}

  /**
   * Every attribute's figures, from one aggregation.
   *
   * @param decisions all known decisions with the attributes' columns
   * @param usable BOOLEAN column
   * @param minGroup rows of all decisions below which nothing is told of a group
   */
  static List<FigureRow> of(
      Dataset<Row> decisions, List<String> attributes, String usable, long minGroup) {
    List<FigureRow> figures = new ArrayList<>();
    GroupCounts.of(decisions, attributes, col(usable))
        .forEach(
            (attribute, groups) ->
                figures.addAll(
                    of(
                        attribute,
                        Pooled.of(groups, GroupCounts::rows, GroupCounts::plus, minGroup))));
    return figures;
  }

  private static List<FigureRow> of(String attribute, Map<String, GroupCounts> groups) {
    long all = groups.values().stream().mapToLong(GroupCounts::rows).sum();
    long used = groups.values().stream().mapToLong(GroupCounts::met).sum();
    List<FigureRow> figures = new ArrayList<>();
    double distance = 0;
    for (Map.Entry<String, GroupCounts> entry : groups.entrySet()) {
      GroupCounts group = entry.getValue();
      Double change = used == 0 ? null : (double) group.met() / used - (double) group.rows() / all;
      distance += change == null ? 0 : Math.abs(change) / 2;
      figures.add(
          FigureRow.of(Measures.CONSENT_SHARE_CHANGE)
              .group(attribute, entry.getKey())
              .value(change)
              .size(group.rows(), null));
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
