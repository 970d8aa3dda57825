package dev.evenhand.card;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What is different from the version before: the newest earlier run that left a card of a model of
 * this name.
 *
 * @param reason why nothing is compared
 * @param settings only those that changed
 */
record Change(
    @Told(absent = "where there is none before") String version,
    @Told(absent = "where there is none before") Instant asOf,
    @Told(absent = "where there is one before") String reason,
    List<FigureLine> figures,
    List<CountLine> data,
    List<WeightLine> importance,
    List<TextLine> gates,
    List<TextLine> settings) {
  private static final int FEATURES = 15;

  /** A figure of both versions. */
  record FigureLine(
      String metric,
      @Told(absent = "where it is about all rows") String attribute,
      @Told(absent = "where the version before has none") Figure before,
      @Told(absent = "where this version has none") Figure after) {
    String name() {
      return Words.of(metric).label() + (attribute == null ? "" : " by " + Text.name(attribute));
    }

    /** The change, if both have a value. */
    Double change() {
      return before == null || after == null || !before.hasValue() || !after.hasValue()
          ? null
          : Double.valueOf(after.value() - before.value());
    }

    /** The change in words: whether it may be chance. */
    String verdict() {
      if (change() == null) {
        return "not in both";
      }
      String direction = change() == 0 ? "none" : change() > 0 ? "up" : "down";
      return change() == 0 || !hasIntervals()
          ? direction
          : direction + (isClear() ? ", intervals apart" : ", intervals overlap");
    }

    boolean hasIntervals() {
      return change() != null && before.hasInterval() && after.hasInterval();
    }

    /** Whether the 95 % intervals are apart. */
    boolean isClear() {
      return hasIntervals() && (before.low() > after.high() || after.low() > before.high());
    }
  }

  /** Rows of both versions. */
  record CountLine(
      String name,
      @Told(absent = "where the version before has none") Long before,
      @Told(absent = "where this version has none") Long after) {}

  /** A feature's share of all weights in both versions. */
  record WeightLine(
      String feature,
      @Told(absent = "where the version before does not have it") Double before,
      @Told(absent = "where this version does not have it") Double after) {}

  /** Something in words in both versions. */
  record TextLine(
      String name,
      @Told(absent = "where the version before has none") String before,
      @Told(absent = "where this version has none") String after) {
    boolean isSame() {
      return Objects.equals(before, after);
    }
  }

  static Change none(String reason) {
    return new Change(null, null, reason, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /** What the card, which does not know of it yet, has different from one before. */
  static Change between(ModelCard before, ModelCard after) {
    return new Change(
        before.identity().version(),
        before.identity().asOf(),
        null,
        figures(before, after),
        counts(before.data(), after.data()),
        weights(before.importance(), after.importance()),
        texts(gates(before), gates(after)),
        texts(settings(before), settings(after)).stream().filter(line -> !line.isSame()).toList());
  }

  boolean isFirst() {
    return version == null;
  }

  /** In one line. */
  String sentence() {
    if (isFirst()) {
      return reason;
    }
    long moved = gates.stream().filter(line -> !line.isSame()).count();
    return "Against version %s: %d of %d figures changed so that their intervals are apart; %d gates came out differently; %d settings changed."
        .formatted(
            version,
            figures.stream().filter(FigureLine::isClear).count(),
            figures.size(),
            moved,
            settings.size());
  }

  private static List<FigureLine> figures(ModelCard before, ModelCard after) {
    List<FigureLine> lines = new ArrayList<>();
    for (String metric : Comparison.METRICS) {
      add(lines, metric, null, before.models().candidate(metric), after.models().candidate(metric));
    }
    Map<List<String>, Figure> earlier = new LinkedHashMap<>();
    before
        .gap()
        .pairs()
        .forEach(pair -> earlier.put(List.of(pair.metric(), pair.attribute()), pair.with()));
    for (Gap.Pair pair : after.gap().pairs()) {
      Figure old = earlier.remove(List.of(pair.metric(), pair.attribute()));
      add(lines, pair.metric(), pair.attribute(), old, pair.with());
    }
    earlier.forEach((key, old) -> add(lines, key.get(0), key.get(1), old, null));
    return List.copyOf(lines);
  }

  private static void add(
      List<FigureLine> lines, String metric, String attribute, Figure before, Figure after) {
    if (before != null || after != null) {
      lines.add(new FigureLine(metric, attribute, before, after));
    }
  }

  private static List<CountLine> counts(Funnel before, Funnel after) {
    Map<String, Long> old = counts(before);
    Map<String, Long> now = counts(after);
    return names(old, now).stream()
        .map(name -> new CountLine(name, old.get(name), now.get(name)))
        .toList();
  }

  private static Map<String, Long> counts(Funnel funnel) {
    Map<String, Long> counts = new LinkedHashMap<>();
    funnel.sources().forEach(each -> counts.put("Rows in of " + each.source(), each.rowsIn()));
    funnel.decisions().forEach(stage -> counts.put(stage.label(), stage.rows()));
    return counts;
  }

  private static List<WeightLine> weights(Importance before, Importance after) {
    Map<String, Double> old = weights(before);
    Map<String, Double> now = weights(after);
    return names(now, old).stream()
        .map(name -> new WeightLine(name, old.get(name), now.get(name)))
        .limit(FEATURES)
        .toList();
  }

  private static Map<String, Double> weights(Importance importance) {
    Map<String, Double> weights = new LinkedHashMap<>();
    importance.features().forEach(each -> weights.put(each.influence().feature(), each.share()));
    return weights;
  }

  private static List<TextLine> texts(Map<String, String> old, Map<String, String> now) {
    return names(old, now).stream()
        .map(name -> new TextLine(name, old.get(name), now.get(name)))
        .toList();
  }

  private static Map<String, String> gates(ModelCard card) {
    Map<String, String> gates = new LinkedHashMap<>();
    card.gates().forEach(gate -> gates.put(gate.title(), gate.passed() ? "passed" : "failed"));
    return gates;
  }

  private static Map<String, String> settings(ModelCard card) {
    Map<String, String> settings = new TreeMap<>(card.identity().shortParameters());
    settings.put("estimator", card.identity().estimator());
    settings.put("decision rule", card.policy().rule());
    settings.put("threshold", Text.number(card.policy().threshold()));
    settings.put("intended use", card.purpose().intendedUse());
    settings.put("owner", card.purpose().owner());
    settings.put("lawful basis", card.ground().text());
    settings.put("pipeline file", card.lineage().configSha256());
    settings.put("code", card.lineage().codeVersion());
    return settings;
  }

  private static List<String> names(Map<String, ?> first, Map<String, ?> second) {
    List<String> names = new ArrayList<>(first.keySet());
    second.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    return names;
  }
}
