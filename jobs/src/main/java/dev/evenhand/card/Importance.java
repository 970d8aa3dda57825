package dev.evenhand.card;

import dev.evenhand.lake.table.Measures;
import java.util.Comparator;
import java.util.List;

/**
 * What moves the scores, and which of it stands in for a protected attribute.
 *
 * @param features strongest first; empty if the model's decisions were not explained
 * @param proxies features that alone tell the groups of an attribute apart, clearest first
 * @param together how well all features together do so, by attribute
 */
record Importance(
    @Told(isFilled = true) List<Feature> features, List<Proxy> proxies, List<Together> together) {
  /** An AUC from which a feature alone tells groups apart well enough to be called a proxy. */
  static final double PROXY_FROM = 0.65;

  private static final int SHOWN = 15;

  /** A feature with what it weighs and whether it is a proxy. */
  record Feature(Influence influence, double share, List<Proxy> proxies) {
    /** The 95 % interval of its share, the weights of the others as they are; or nothing. */
    String interval() {
      if (influence.halfWidth() == null || influence.meanSize() == 0) {
        return "";
      }
      double half = share * influence.halfWidth() / influence.meanSize();
      return "[%s, %s]"
          .formatted(Text.percent(Math.max(0, share - half)), Text.percent(share + half));
    }
  }

  /**
   * A feature that tells a group apart from the others of its attribute.
   *
   * @param group null if it was not told which
   */
  record Proxy(
      String feature,
      String attribute,
      @Told(absent = "where it was not told which") String group,
      double auc) {
    /** What it stands in for. */
    String text() {
      return Text.name(attribute) + (group == null ? "" : " " + Text.group(group));
    }
  }

  /** What all features together tell of an attribute. */
  record Together(
      String attribute, @Told(absent = "where it was not told which") String group, Figure auc) {}

  static Importance of(Evidence evidence, String model) {
    List<Proxy> proxies = proxies(evidence.balance());
    List<Influence> influences =
        evidence.influences().stream()
            .filter(influence -> influence.model().equals(model))
            .toList();
    double total = influences.stream().mapToDouble(Influence::meanSize).sum();
    return new Importance(
        influences.stream().map(influence -> feature(influence, total, proxies)).toList(),
        proxies,
        together(evidence.balance()));
  }

  List<Feature> shown() {
    return features.stream().limit(SHOWN).toList();
  }

  int notShown() {
    return Math.max(0, features.size() - SHOWN);
  }

  /**
   * A proxy beside the model's use of it.
   *
   * @param share of all weights; 0 if the model doesn't have the feature
   */
  record Used(Proxy proxy, double share) {
    /** How clear a proxy it is, times how much it is used. */
    double harm() {
      return (2 * proxy.auc() - 1) * share;
    }

    boolean isUsed() {
      return share > 0;
    }
  }

  /** What is a proxy and used comes first, then what is a proxy only. */
  List<Used> usedProxies() {
    return proxies.stream()
        .map(proxy -> new Used(proxy, share(proxy.feature())))
        .sorted(Comparator.comparingDouble(Used::harm).reversed())
        .toList();
  }

  private double share(String feature) {
    return features.stream()
        .filter(each -> each.influence().feature().equals(feature))
        .mapToDouble(Feature::share)
        .sum();
  }

  /** Length of a feature's bar in percent of the longest. */
  double width(Feature feature) {
    double longest = features.get(0).share();
    return longest == 0 ? 0 : 100 * feature.share() / longest;
  }

  private static Feature feature(Influence influence, double total, List<Proxy> proxies) {
    return new Feature(
        influence,
        total == 0 ? 0 : influence.meanSize() / total,
        proxies.stream().filter(proxy -> proxy.feature().equals(influence.feature())).toList());
  }

  private static Proxy proxy(Figure figure) {
    return new Proxy(figure.group(), figure.attribute(), figure.reference(), figure.value());
  }

  private static List<Together> together(FigureSet balance) {
    return balance.metric(Measures.PROXY_AUC).groups().group(Measures.ALL_FEATURES).stream()
        .filter(Figure::hasInterval)
        .map(figure -> new Together(figure.attribute(), figure.reference(), figure))
        .sorted(Comparator.comparing(Together::attribute))
        .toList();
  }

  private static List<Proxy> proxies(FigureSet balance) {
    return balance.metric(Measures.PROXY_AUC).groups().stream()
        .filter(figure -> figure.hasValue() && figure.value() >= PROXY_FROM)
        .filter(figure -> !figure.group().equals(Measures.ALL_FEATURES))
        .map(figure -> proxy(figure))
        .sorted(
            Comparator.comparingDouble(Proxy::auc)
                .reversed()
                .thenComparing(Proxy::feature)
                .thenComparing(Proxy::attribute))
        .toList();
  }
}
