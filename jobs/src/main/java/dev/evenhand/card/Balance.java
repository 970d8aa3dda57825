package dev.evenhand.card;

import dev.evenhand.config.Pipeline;
import dev.evenhand.config.RebalanceMethod;
import dev.evenhand.lake.table.Measures;
import java.util.Comparator;
import java.util.List;

/**
 * How the groups stand in the training data, before and after its repair.
 *
 * @param method how the data was repaired; {@code none} if it was not
 */
record Balance(String method, List<String> by, List<GroupShare> groups) {

  /** One group of one attribute. A figure that nobody wrote is null. */
  record GroupShare(
      String attribute,
      String group,
      @Told(absent = "where nobody wrote it") Figure shareBefore,
      @Told(absent = "where nobody wrote it") Figure shareAfter,
      Figure rateBefore,
      @Told(absent = "where nobody wrote it") Figure rateAfter) {}

  static Balance of(Pipeline pipeline, Evidence evidence) {
    FigureSet groups = evidence.balance().groups().where(Balance::isOfOneAttribute);
    List<GroupShare> shares =
        groups.metric(Measures.POSITIVE_RATE).dataset(Measures.BEFORE).stream()
            .map(
                figure -> share(groups.attribute(figure.attribute()).group(figure.group()), figure))
            .sorted(
                Comparator.comparing(GroupShare::attribute)
                    .thenComparing(GroupShare::group, GroupOrder.READING))
            .toList();
    return new Balance(
        pipeline.rebalance().map(repair -> repair.method().word()).orElse("none"),
        pipeline.rebalance().map(repair -> repair.by()).orElse(List.of()),
        shares);
  }

  /** Whether rows were drawn, and not weighed. */
  boolean isSampled() {
    return method.equals(RebalanceMethod.OVERSAMPLING.word())
        || method.equals(RebalanceMethod.UNDERSAMPLING.word());
  }

  boolean isRepaired() {
    return !by.isEmpty();
  }

  private static boolean isOfOneAttribute(Figure figure) {
    return JsonNames.parts(figure.attribute()).size() == 1;
  }

  private static GroupShare share(FigureSet group, Figure rate) {
    return new GroupShare(
        rate.attribute(),
        rate.group(),
        figure(group, Measures.BEFORE, Measures.SHARE),
        figure(group, Measures.AFTER, Measures.SHARE),
        rate,
        figure(group, Measures.AFTER, Measures.POSITIVE_RATE));
  }

  private static Figure figure(FigureSet group, String dataset, String metric) {
    return group.dataset(dataset).metric(metric).first().orElse(null);
  }
}
