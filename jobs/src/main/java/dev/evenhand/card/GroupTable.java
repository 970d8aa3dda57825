package dev.evenhand.card;

import dev.evenhand.config.GateMetric;
import dev.evenhand.lake.table.Measures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The figures of each group of an attribute (or of an intersection of attributes).
 *
 * @param metrics those that were measured, in reading order
 * @param minGroup size below which a group's figures are withheld
 * @param all the candidate's figures over all groups by metric
 */
record GroupTable(
    String attribute,
    List<String> metrics,
    Map<String, Figure> all,
    List<GroupRow> rows,
    int minGroup) {
  private static final Comparator<String> INTERSECTIONS_LAST =
      Comparator.comparing((String name) -> JsonNames.parts(name).size())
          .thenComparing(Comparator.naturalOrder());

  /**
   * How the tables name all groups but one, as in {"not":"north"}; its parts stand there anyway.
   */
  private static final String COMPLEMENT = "{\"not\":";

  private static final String TRUE_POSITIVE_RATE = "true_positive_rate";

  /** Metrics that the page shows; recall is the true positive rate under another name. */
  static final List<String> METRICS =
      List.of(
          "base_rate",
          GateMetric.SELECTION_RATE.word(),
          TRUE_POSITIVE_RATE,
          "false_positive_rate",
          GateMetric.PRECISION.word(),
          GateMetric.ACCURACY.word(),
          GateMetric.ROC_AUC.word(),
          GateMetric.BRIER.word());

  /**
   * A group.
   *
   * @param figures of the candidate by metric
   * @param without of the unconstrained model by metric; empty if there is none
   */
  record GroupRow(
      String group,
      @Told(absent = "where the group is too small to tell") Long n,
      Map<String, Figure> figures,
      Map<String, Figure> without) {
    boolean hasFigures() {
      return figures.values().stream().anyMatch(Figure::hasValue);
    }

    private boolean isBesideSmall() {
      return figures.values().stream()
          .anyMatch(figure -> Measures.BESIDE_SMALL.equals(figure.reason()));
    }
  }

  static List<GroupTable> all(Evidence evidence, Comparison models, int minGroup) {
    String candidate = models.candidate();
    FigureSet measured = evidence.measured().model(candidate);
    Map<String, Figure> all = overall(measured);
    FigureSet figures = measured.groups().where(GroupTable::isShown);
    FigureSet without =
        evidence
            .measured()
            .where(figure -> Objects.equals(figure.model(), models.counterpart()))
            .groups()
            .where(GroupTable::isShown);
    return figures.stream()
        .map(Figure::attribute)
        .distinct()
        .sorted(INTERSECTIONS_LAST)
        .map(
            name ->
                new GroupTable(
                    name,
                    metrics(figures.attribute(name)),
                    all,
                    rows(figures.attribute(name), without.attribute(name)),
                    minGroup))
        .toList();
  }

  /** Decisions of all groups; null if nobody counted. */
  Long decisions() {
    Figure rate = all.get(GateMetric.SELECTION_RATE.word());
    return rate == null ? null : rate.n();
  }

  /** How many decisions a group has, or what may be told of that. */
  String size(GroupRow row) {
    return row.n() != null
        ? Text.count(row.n())
        : row.isBesideSmall() ? Measures.WITHHELD : "< " + minGroup;
  }

  boolean isIntersection() {
    return isIntersection(attribute);
  }

  /** All groups of an attribute; of an intersection, those that have a figure. */
  List<GroupRow> shownRows() {
    return isIntersection() ? rows.stream().filter(GroupRow::hasFigures).toList() : rows;
  }

  /** Whether there are figures of the unconstrained model beside the candidate's. */
  boolean hasWithout() {
    return rows.stream().flatMap(row -> row.without().values().stream()).anyMatch(Figure::hasValue);
  }

  /** Why cells have no figure, each reason once, and how many groups are not shown. */
  List<String> reasons() {
    List<String> reasons =
        new ArrayList<>(
            Figure.reasons(shownRows().stream().flatMap(row -> row.figures().values().stream())));
    int notShown = rows.size() - shownRows().size();
    if (notShown > 0) {
      reasons.add(
          "not shown: groups with fewer than "
              + minGroup
              + " decisions, and those from which one could be reckoned ("
              + notShown
              + ")");
    }
    return List.copyOf(reasons);
  }

  private static List<String> metrics(FigureSet figures) {
    return METRICS.stream().filter(metric -> !figures.metric(metric).isEmpty()).toList();
  }

  private static List<GroupRow> rows(FigureSet figures, FigureSet without) {
    return figures.stream()
        .map(Figure::group)
        .distinct()
        .sorted(GroupOrder.READING)
        .map(group -> row(group, figures.group(group), without.group(group)))
        .toList();
  }

  private static Map<String, Figure> overall(FigureSet measured) {
    Map<String, Figure> all = byMetric(measured.where(Figure::isOverall));
    Figure recall = all.get(GateMetric.RECALL.word());
    if (recall != null) {
      all.putIfAbsent(TRUE_POSITIVE_RATE, recall);
    }
    return all;
  }

  private static GroupRow row(String group, FigureSet figures, FigureSet without) {
    Long n =
        figures.stream()
            .filter(figure -> figure.metric().equals(GateMetric.SELECTION_RATE.word()))
            .map(Figure::n)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return new GroupRow(group, n, byMetric(figures), byMetric(without));
  }

  /** The tables may both hold a metric; the first, by the order of the set, is kept. */
  private static Map<String, Figure> byMetric(FigureSet figures) {
    Map<String, Figure> byMetric = new TreeMap<>();
    figures.stream().forEach(figure -> byMetric.putIfAbsent(figure.metric(), figure));
    return byMetric;
  }

  private static boolean isShown(Figure figure) {
    return METRICS.contains(figure.metric())
        && "value".equals(figure.statistic())
        && !figure.group().startsWith(COMPLEMENT);
  }

  private static boolean isIntersection(String attribute) {
    return JsonNames.parts(attribute).size() > 1;
  }
}
