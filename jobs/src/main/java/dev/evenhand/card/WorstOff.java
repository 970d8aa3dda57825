package dev.evenhand.card;

import dev.evenhand.config.Pipeline;
import dev.evenhand.lake.table.Measures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where it hurts most: subgroups whose rate is furthest from everyone else's.
 *
 * @param columns in which they were looked for
 * @param subgroups the clearest gap first; empty if none is supported
 */
record WorstOff(List<String> columns, List<Line> subgroups) {
  private static final int SHOWN = 10;

  /**
   * A subgroup and one of its rates.
   *
   * @param conditions that its decisions have in common
   * @param gap own rate minus everyone else's
   */
  record Line(List<String> conditions, String rate, Figure own, Figure rest, Figure gap) {
    /** The gap that is there at the least. */
    double supported() {
      return Math.max(gap.low(), -gap.high());
    }

    String text() {
      return String.join(", ", conditions);
    }
  }

  /** Null where the file asks for no search. */
  static WorstOff of(Pipeline pipeline, Evidence evidence, String candidate) {
    if (pipeline.evaluate().subgroups().isEmpty()) {
      return null;
    }
    FigureSet all =
        evidence
            .measured()
            .model(candidate)
            .where(figure -> figure.metric().startsWith(Measures.SUBGROUP_PREFIX));
    List<Line> lines =
        all
            .where(figure -> figure.statistic().equals("difference"))
            .where(Figure::hasInterval)
            .stream()
            .map(gap -> line(gap, all))
            .sorted(
                Comparator.comparingDouble(Line::supported).reversed().thenComparing(Line::text))
            .toList();
    return new WorstOff(pipeline.evaluate().subgroups().get().columns(), lines);
  }

  List<Line> shown() {
    return subgroups.stream().limit(SHOWN).toList();
  }

  private static Line line(Figure gap, FigureSet all) {
    FigureSet same = all.metric(gap.metric()).attribute(gap.attribute()).group(gap.group());
    return new Line(
        conditions(gap),
        gap.metric().substring(Measures.SUBGROUP_PREFIX.length()),
        same.where(figure -> figure.statistic().equals("value")).first().orElseThrow(),
        same.where(figure -> figure.statistic().equals(Measures.REST)).first().orElseThrow(),
        gap);
  }

  private static List<String> conditions(Figure gap) {
    List<String> names = JsonNames.parts(gap.attribute());
    List<String> values = JsonNames.parts(gap.group());
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      conditions.add(Text.name(names.get(i)) + " " + values.get(i));
    }
    return conditions;
  }
}
