package dev.evenhand.card;

import dev.evenhand.card.GroupTable.GroupRow;
import dev.evenhand.card.Words.Unit;
import java.util.ArrayList;
import java.util.List;

/**
 * A chart of bars with their 95 % intervals, one label a bar or pair of bars.
 *
 * @param isShare whether values are written as percentages
 * @param line a value to draw a line at: the figure of all rows, or a bound; null for none
 * @param series the candidate's bars, then those of the unconstrained model if there are any
 * @param scatter points in place of bars; null for bars
 * @param plane curves in place of bars; null for bars
 */
record Chart(
    String id,
    String title,
    boolean isShare,
    List<String> labels,
    Double line,
    String lineName,
    List<Series> series,
    Scatter scatter,
    Plane plane) {
  /** Identifies the chart of all decisions' reliability. */
  static final String RELIABILITY = "reliability";

  /** Curves of shares against scores, both in [0, most], with the diagonal. */
  record Plane(double most, List<Line> lines) {}

  /** A curve with its name. */
  record Line(String name, List<Mark> marks) {}

  /** A point with its interval upwards; the interval may be absent. */
  record Mark(double x, double y, Double low, Double high) {}

  /** Points in a plane. */
  record Scatter(String xName, String yName, List<Dot> dots) {}

  /** A point with its name. */
  record Dot(String name, double x, double y, String kind) {}

  /** Bars of one model. */
  record Series(String name, List<Bar> bars) {}

  /** A bar with what stands beside it: its value, or why it has none. */
  record Bar(Double value, Double low, Double high, String text) {
    static Bar of(Figure figure) {
      return figure == null
          ? new Bar(null, null, null, "")
          : new Bar(figure.value(), figure.low(), figure.high(), figure.text());
    }
  }

  static List<Chart> all(ModelCard card) {
    List<Chart> charts = new ArrayList<>();
    if (card.frontier() != null) {
      charts.add(frontier(card.frontier()));
    }
    card.gap().attributes().stream()
        .filter(card.gap()::isDrawn)
        .forEach(attribute -> charts.add(gap(card, attribute)));
    for (GroupTable table : card.singleAttributes()) {
      table.metrics().forEach(metric -> charts.add(groups(card, table, metric)));
    }
    charts.add(reliability(card.reliability(), null));
    card.reliability()
        .attributes()
        .forEach(attribute -> charts.add(reliability(card.reliability(), attribute)));
    return List.copyOf(charts);
  }

  static String gapId(String attribute) {
    return "gap-" + attribute;
  }

  static String groupsId(GroupTable table, String metric) {
    return "groups-" + table.attribute() + "-" + metric;
  }

  private static Chart frontier(Tradeoff frontier) {
    String performance = Words.of(frontier.performance()).label();
    return new Chart(
        Tradeoff.ID,
        "Models by gap and " + performance,
        false,
        List.of(),
        null,
        null,
        List.of(),
        new Scatter(
            "gap",
            performance,
            frontier.points().stream()
                .map(
                    point -> new Dot(point.model(), point.gap(), point.performance(), point.kind()))
                .toList()),
        null);
  }

  static String reliabilityId(String attribute) {
    return RELIABILITY + "-" + attribute;
  }

  /** Of all decisions with intervals for null, else of each group of the attribute without. */
  private static Chart reliability(Reliability reliability, String attribute) {
    List<Line> lines =
        reliability.curves(attribute).stream()
            .filter(Reliability.Curve::isShown)
            .map(curve -> line(curve, attribute == null))
            .toList();
    double most =
        lines.stream()
            .flatMap(line -> line.marks().stream())
            .mapToDouble(mark -> Math.max(mark.x(), mark.high() == null ? mark.y() : mark.high()))
            .max()
            .orElse(1);
    return new Chart(
        attribute == null ? RELIABILITY : reliabilityId(attribute),
        "Reliability",
        true,
        List.of(),
        null,
        null,
        List.of(),
        null,
        new Plane(Math.min(1, Math.ceil(most * 10) / 10), lines));
  }

  private static Line line(Reliability.Curve curve, boolean hasIntervals) {
    return new Line(
        curve.isOverall() ? "all" : Text.group(curve.group()),
        curve.bins().stream()
            .filter(Reliability.Bin::isShown)
            .map(
                bin ->
                    new Mark(
                        bin.meanScore(),
                        bin.observed(),
                        hasIntervals ? bin.low() : null,
                        hasIntervals ? bin.high() : null))
            .toList());
  }

  private static Chart gap(ModelCard card, String attribute) {
    List<Gap.Pair> pairs = card.gap().pairs(attribute);
    return new Chart(
        gapId(attribute),
        "Gaps by " + Text.name(attribute),
        false,
        pairs.stream().map(pair -> Words.of(pair.metric()).label()).toList(),
        null,
        null,
        series(
            card,
            pairs.stream().map(Gap.Pair::with).map(Bar::of).toList(),
            pairs.stream().map(Gap.Pair::without).map(Bar::of).toList()),
        null,
        null);
  }

  private static Chart groups(ModelCard card, GroupTable table, String metric) {
    Figure overall = table.all().get(metric);
    return new Chart(
        groupsId(table, metric),
        Words.of(metric).label(),
        Words.of(metric).unit() == Unit.SHARE,
        table.rows().stream().map(GroupRow::group).map(Text::group).toList(),
        overall == null ? null : overall.value(),
        "all",
        series(
            card,
            table.rows().stream().map(row -> Bar.of(row.figures().get(metric))).toList(),
            table.rows().stream().map(row -> Bar.of(row.without().get(metric))).toList()),
        null,
        null);
  }

  private static List<String> texts(List<Bar> bars) {
    return bars.stream().map(Bar::text).toList();
  }

  /** The unconstrained model's bars only where they say something of their own. */
  private static List<Series> series(ModelCard card, List<Bar> with, List<Bar> without) {
    Series candidate = new Series(card.models().candidate(), with);
    boolean isPair =
        without.stream().anyMatch(bar -> bar.value() != null)
            && !texts(without).equals(texts(with));
    return isPair
        ? List.of(candidate, new Series(card.models().counterpart(), without))
        : List.of(candidate);
  }
}
