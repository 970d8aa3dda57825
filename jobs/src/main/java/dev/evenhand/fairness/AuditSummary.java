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
  private final Map<List<String>, Figure> figures = new HashMap<>();
  private final Set<String> attributes = new LinkedHashSet<>();
  private final StringBuilder text = new StringBuilder();

  private final SummaryLayout layout;

  private AuditSummary(AuditResult result) {
    layout = SummaryLayout.of(result);
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
    return head(result, result.figures()) + new AuditSummary(result).page();
  }

  /** How large the table is, and how many gaps stand out among these figures. */
  private static String head(AuditResult result, List<Figure> all) {
    long withheld =
        result.figures().stream()
            .filter(figure -> figure.status() == Status.WITHHELD)
            .map(figure -> figure.attribute() + figure.groupValue() + figure.control())
            .distinct()
            .count();
    long found =
        all.stream().filter(figure -> figure.qValue() != null && figure.qValue() < 0.05).count();
    long tested = all.stream().filter(figure -> figure.qValue() != null).count();
    String bins =
        result.scores().isExact()
            ? ""
            : "ROC AUC from bins, within %.1g of exact%n".formatted(result.scores().aucBound());
    return String.format(
            Locale.ROOT,
            "%,d rows; %d groups withheld as too small%n%d of %d gaps tested stand out (q < 0.05)%n",
            result.rows(),
            withheld,
            found,
            tested)
        + bins;
  }

  private String page() {
    attributes.forEach(this::attribute);
    return text.toString();
  }

  /** How often the right class is met, and the gaps of each class. */
  public static String of(ClassAudit.Result result) {
    List<Figure> all = new ArrayList<>(result.accuracy().figures());
    result.classes().values().forEach(audit -> all.addAll(audit.figures()));
    StringBuilder text = new StringBuilder(head(result.accuracy(), all));
    text.append(new AuditSummary(result.accuracy()).page());
    result
        .classes()
        .forEach(
            (name, audit) -> {
              AuditSummary summary = new AuditSummary(audit);
              summary.line("");
              summary.line("class %s", name);
              for (String attribute : summary.attributes) {
                summary.line(" %s", fit(attribute));
                summary.gaps(attribute);
              }
              text.append(summary.text);
            });
    return text.toString();
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
    List<Object> titles = new ArrayList<>(List.of(fit(attribute), "rows"));
    titles.addAll(layout.columns().keySet());
    line("%-32s %9s" + " %9s".repeat(layout.columns().size()), titles.toArray());
    row("(all)", null, null);
    for (String group : groups(attribute)) {
      row(group, attribute, group);
    }
    gaps(attribute);
  }

  private void gaps(String attribute) {
    for (Map.Entry<String, String> shown : layout.gaps().entrySet()) {
      String gap = shown.getKey();
      Figure figure = figures.get(key(attribute, null, gap, shown.getValue()));
      if (figure != null) {
        boolean isDifference = shown.getValue().equals(SummaryLayout.BETWEEN);
        String title = isDifference ? gap + "_gap" : gap;
        line("  %-30s %s", title.replace('_', ' '), gap(figure));
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
    for (String metric : layout.columns().values()) {
      Figure figure = figures.get(key(attribute, group, metric, Figure.VALUE));
      boolean hasValue = figure != null && figure.isDefined();
      cells.add(hasValue ? number(figure.value()) : "-");
    }
    line("  %-30s %,9.0f" + " %9s".repeat(layout.columns().size()), cells.toArray());
  }

  private static String gap(Figure figure) {
    if (!figure.isDefined()) {
      return figure.reason();
    }
    String interval =
        figure.ciLow() == null
            ? ""
            : " (" + number(figure.ciLow()) + " to " + number(figure.ciHigh()) + ")";
    String q =
        figure.qValue() == null ? "" : String.format(Locale.ROOT, ", q = %.2g", figure.qValue());
    return number(figure.value()) + interval + q;
  }

  /** Shares have four decimals; numbers that may be large as many as fit. */
  private static String number(double value) {
    String format = Math.abs(value) < 1000 ? "%.4f" : Math.abs(value) < 1e7 ? "%,.1f" : "%.3g";
    return String.format(Locale.ROOT, format, value);
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
