package dev.evenhand.command;

import dev.evenhand.balance.ProxyAssociation.Association;
import dev.evenhand.balance.ProxyStrength.Proxy;
import dev.evenhand.fairness.Figure;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Balance as a page of text: each attribute's groups, and the features that tell them best. */
record BalanceSummary(
    long rows, List<Figure> figures, List<Proxy> proxies, List<Association> associations) {
  private static final int PROXIES_SHOWN = 5;

  String text(List<String> attributes) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%,d rows%n", rows));
    for (String attribute : attributes) {
      text.append(
          String.format(
              Locale.ROOT, "%n%-32s %9s %9s %11s%n", attribute, "rows", "share", "label rate"));
      for (Figure count : of(attribute, "count")) {
        text.append(
            String.format(
                Locale.ROOT,
                "  %-30s %,9.0f %9s %11s%n",
                count.groupValue(),
                count.value(),
                value(attribute, "share", count.groupValue()),
                value(attribute, "label_rate", count.groupValue())));
      }
      proxies.stream()
          .filter(proxy -> proxy.attribute().equals(attribute))
          .sorted(Comparator.comparingDouble(Proxy::auc).reversed())
          .limit(PROXIES_SHOWN)
          .forEach(
              proxy ->
                  text.append(
                      String.format(
                          Locale.ROOT,
                          "  %s tells %s from the rest with ROC AUC %.4f (%.4f to %.4f)%s%n",
                          proxy.feature(),
                          proxy.group(),
                          proxy.auc(),
                          proxy.low(),
                          proxy.high(),
                          association(proxy))));
    }
    return text.toString();
  }

  private String association(Proxy proxy) {
    return associations.stream()
        .filter(one -> one.attribute().equals(proxy.attribute()))
        .filter(one -> one.feature().equals(proxy.feature()))
        .map(
            one ->
                String.format(
                    Locale.ROOT,
                    ", V %.3f (%.3f to %.3f)",
                    one.cramersV(),
                    one.ofCramersV().low(),
                    one.ofCramersV().high()))
        .findFirst()
        .orElse("");
  }

  private List<Figure> of(String attribute, String metric) {
    return figures.stream()
        .filter(figure -> attribute.equals(figure.attribute()))
        .filter(figure -> figure.metric().equals(metric))
        .toList();
  }

  private String value(String attribute, String metric, String group) {
    return of(attribute, metric).stream()
        .filter(figure -> group.equals(figure.groupValue()) && figure.isDefined())
        .map(figure -> String.format(Locale.ROOT, "%.4f", figure.value()))
        .findFirst()
        .orElse("-");
  }
}
