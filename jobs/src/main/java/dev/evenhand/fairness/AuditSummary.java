package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** An audit as a page of text: a table of groups and the main gaps of each attribute. */
public final class AuditSummary {
  private static final List<String> SHOWN =
      List.of("selection_rate", "true_positive_rate", "false_positive_rate", "accuracy", "roc_auc");
  private static final List<String> GAPS =
      List.of(
          "demographic_parity_difference",
          "demographic_parity_ratio",
          "equalized_odds_difference",
          "equal_opportunity_difference");

  private final Map<List<String>, Figure> figures = new HashMap<>();
  private final Set<String> attributes = new LinkedHashSet<>();
  private final StringBuilder text = new StringBuilder();

  private AuditSummary(AuditResult result) {
    for (Figure figure : result.figures()) {
      if (figure.control() == null) {
        figures.put(key(figure), figure);
        if (figure.attribute() != null) {
          attributes.add(figure.attribute());
        }
      }
    }
  }

  public static String of(AuditResult result) {
    AuditSummary summary = new AuditSummary(result);
    long withheld =
        result.figures().stream()
            .filter(figure -> figure.status() == Status.WITHHELD)
            .map(figure -> figure.attribute() + figure.groupValue() + figure.control())
            .distinct()
            .count();
    long found =
        result.figures().stream()
            .filter(figure -> figure.qValue() != null && figure.qValue() < 0.05)
            .count();
    long tested = result.figures().stream().filter(figure -> figure.qValue() != null).count();
    summary.line("%,d rows; %d groups withheld as too small", result.rows(), withheld);
    summary.line("%d of %d gaps tested stand out (q < 0.05)", found, tested);
    if (!result.scores().isExact()) {
      summary.line("ROC AUC from bins, within %.1g of exact", result.scores().aucBound());
    }
    for (String attribute : summary.attributes) {
      summary.attribute(attribute);
    }
    return summary.text.toString();
  }

  /** The subgroups with the largest gaps. */
  public static String of(List<Subgroup> subgroups) {
    StringBuilder text = new StringBuilder("\nWhere it hurts most");
    text.append(subgroups.isEmpty() ? ": no subgroup stands out\n" : "\n");
    for (Subgroup subgroup : subgroups) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-20s %.4f, else %.4f (%+.4f to %+.4f), %,d rows: %s%n",
              subgroup.rate().metric().replace('_', ' '),
              subgroup.value(),
              subgroup.rest(),
              subgroup.interval().low(),
              subgroup.interval().high(),
              subgroup.n(),
              subgroup.text()));
    }
    return text.toString();
  }

  private void attribute(String attribute) {
    line("");
    line(
        "%-32s %9s %9s %9s %9s %9s %9s",
        fit(attribute), "rows", "selected", "TPR", "FPR", "accuracy", "ROC AUC");
    row("(all)", null, null);
    for (String group : groups(attribute)) {
      row(group, attribute, group);
    }
    for (String gap : GAPS) {
      Figure figure = figures.get(key(attribute, null, gap, ParityFigures.BETWEEN_GROUPS));
      if (figure != null) {
        line("  %-30s %s", gap.replace('_', ' '), gap(figure));
      }
    }
    Figure rule =
        figures.get(key(attribute, null, "four_fifths_rule", ParityFigures.BETWEEN_GROUPS));
    if (rule != null && rule.isDefined()) {
      line("  %-30s %s", "four-fifths rule", rule.value() == 1 ? "met" : "NOT met");
    }
  }

  private List<String> groups(String attribute) {
    return figures.values().stream()
        .filter(figure -> attribute.equals(figure.attribute()))
        .filter(figure -> figure.metric().equals("count") && figure.reference() == null)
        .filter(figure -> figure.statistic().equals(Figure.VALUE))
        .map(Figure::groupValue)
        .filter(group -> !group.startsWith("{\"not\""))
        .sorted()
        .toList();
  }

  private void row(String name, String attribute, String group) {
    Figure count = figures.get(key(attribute, group, "count", Figure.VALUE));
    if (count.status() == Status.WITHHELD) {
      line("  %-30s %9s", fit(name), "withheld");
      return;
    }
    List<Object> cells = new ArrayList<>(List.of(fit(name), count.value()));
    for (String metric : SHOWN) {
      Figure figure = figures.get(key(attribute, group, metric, Figure.VALUE));
      boolean hasValue = figure != null && figure.isDefined();
      cells.add(hasValue ? String.format(Locale.ROOT, "%.4f", figure.value()) : "-");
    }
    line("  %-30s %,9.0f %9s %9s %9s %9s %9s", cells.toArray());
  }

  private static String gap(Figure figure) {
    if (!figure.isDefined()) {
      return figure.reason();
    }
    String interval =
        figure.ciLow() == null
            ? ""
            : String.format(Locale.ROOT, " (%.4f to %.4f)", figure.ciLow(), figure.ciHigh());
    String q =
        figure.qValue() == null ? "" : String.format(Locale.ROOT, ", q = %.2g", figure.qValue());
    return String.format(Locale.ROOT, "%.4f", figure.value()) + interval + q;
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String fit(String name) {
    return name.length() <= 30 ? name : name.substring(0, 29) + "…";
  }

  private static List<String> key(Figure figure) {
    String reference = Objects.toString(figure.reference(), "");
    String group = figure.statistic().startsWith("group_") ? "" : figure.groupValue();
    return key(figure.attribute(), group, figure.metric(), figure.statistic() + reference);
  }

  private static List<String> key(String attribute, String group, String metric, String statistic) {
    return List.of(Objects.toString(attribute, ""), Objects.toString(group, ""), metric, statistic);
  }
}
