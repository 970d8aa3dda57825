package dev.evenhand.report;

import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Figures of groups, less those that would tell of a small one: what is withheld, what is made of
 * too few rows, and beside such a group the smallest of the others, as the figure of all groups
 * less those shown would tell of it.
 */
final class Shielded {
  private static final Set<String> OF_FEATURES =
      Set.of(Measures.PROXY_AUC, Measures.PROXY_CRAMERS_V, Measures.PROXY_INFORMATION);

  private final long minimum;
  private final Map<Whole, Map<String, Long>> sizes = new HashMap<>();
  private final Map<Whole, Set<String>> hidden = new HashMap<>();

  /** Where the step that wrote the figures has withheld one more itself. */
  private final Set<Whole> safe = new HashSet<>();

  private Shielded(long minimum) {
    this.minimum = minimum;
  }

  /** The groups that make up a whole together, by a metric that counts rows of its own. */
  private record Whole(String run, String model, String dataset, String attribute, String metric) {
    static Whole of(Row figure) {
      return new Whole(
          figure.getAs(TableContract.RUN_ID.name()),
          figure.getAs(Figures.MODEL.name()),
          figure.getAs(Figures.DATASET.name()),
          figure.getAs(Figures.ATTRIBUTE.name()),
          figure.getAs(Figures.METRIC.name()));
    }
  }

  /**
   * Those of the figures that have a value and may be shown, in their order.
   *
   * @param figures rows of the metric tables
   */
  static List<Row> of(List<Row> figures, long minimum) {
    Shielded shielded = new Shielded(minimum);
    figures.forEach(shielded::survey);
    shielded.hidden.forEach(
        (whole, groups) -> {
          if (!shielded.safe.contains(whole)) {
            shielded.hideOneMore(whole, groups);
          }
        });
    List<Row> shown = new ArrayList<>();
    for (Row figure : figures) {
      if (figure.getAs(Figures.VALUE.name()) != null && !shielded.isHidden(figure)) {
        shown.add(figure);
      }
    }
    return shown;
  }

  private void survey(Row figure) {
    if (!isOfGroup(figure)) {
      return;
    }
    if (Measures.BESIDE_SMALL.equals(figure.getAs(Figures.REASON.name()))) {
      safe.add(Whole.of(figure));
    }
    String group = figure.getAs(Figures.GROUP_VALUE.name());
    Long n = figure.getAs(Figures.N.name());
    if (isSmall(figure)) {
      hidden.computeIfAbsent(Whole.of(figure), whole -> new HashSet<>()).add(group);
    } else if (n != null) {
      sizes.computeIfAbsent(Whole.of(figure), whole -> new TreeMap<>()).merge(group, n, Math::max);
    }
  }

  private void hideOneMore(Whole whole, Set<String> groups) {
    sizes.getOrDefault(whole, Map.of()).entrySet().stream()
        .filter(group -> !groups.contains(group.getKey()))
        .min(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .ifPresent(smallest -> groups.add(smallest.getKey()));
  }

  private boolean isHidden(Row figure) {
    return isOfGroup(figure)
        ? hidden
            .getOrDefault(Whole.of(figure), Set.of())
            .contains(figure.<String>getAs(Figures.GROUP_VALUE.name()))
        : isOfFeature(figure) && isSmall(figure);
  }

  /** Audits withhold small groups themselves; figures of data have their size beside them. */
  private boolean isSmall(Row figure) {
    Long n = figure.getAs(Figures.N.name());
    boolean isOfData = figure.getAs(Figures.MODEL.name()) == null;
    return figure.getAs(Figures.STATUS.name()).equals(Measures.WITHHELD)
        || isOfData && n != null && n < minimum;
  }

  private static boolean isOfGroup(Row figure) {
    return figure.getAs(Figures.GROUP_VALUE.name()) != null && !isOfFeature(figure);
  }

  private static boolean isOfFeature(Row figure) {
    return OF_FEATURES.contains(figure.<String>getAs(Figures.METRIC.name()));
  }
}
