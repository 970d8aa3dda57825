package dev.evenhand.card;

import dev.evenhand.config.Anonymize;
import dev.evenhand.config.Pipeline;
import dev.evenhand.lake.table.Measures;
import java.util.Comparator;
import java.util.List;

/**
 * How the training set was anonymized, what that promises, and what it cost.
 *
 * @param figures about all training rows
 * @param losses who pays for it: of each group
 */
record Anonymization(
    String model,
    int k,
    List<String> quasiIdentifiers,
    String suppressAtMost,
    List<Figure> figures,
    List<GroupLoss> losses) {

  private static final List<String> LAST_FIRST =
      List.of(Measures.INFORMATION_LOSS, Measures.ROWS_SUPPRESSED, Measures.CLASSES, Measures.K);

  /**
   * What a group lost.
   *
   * @param suppressed its rows left out, in number
   * @param share of its rows; null where there are too few to tell
   * @param informationLoss of all its rows, those left out counted as lost whole; in [0, 1]
   */
  record GroupLoss(
      String attribute,
      String group,
      Figure suppressed,
      @Told(absent = "where the group is too small to tell") Double share,
      @Told(absent = "where the run did not measure it") Double informationLoss) {
    /** The share, or why there is none. */
    String text() {
      return share == null ? suppressed.status() : Text.percent(share);
    }
  }

  /** Null if the file asks for none. */
  static Anonymization of(Pipeline pipeline, Evidence evidence) {
    return pipeline
        .privacy()
        .flatMap(privacy -> privacy.anonymize())
        .map(anonymize -> of(anonymize, evidence.privacy()))
        .orElse(null);
  }

  private static Anonymization of(Anonymize anonymize, FigureSet figures) {
    return new Anonymization(
        anonymize.model().word(),
        anonymize.k(),
        anonymize.quasiIdentifiers(),
        anonymize.suppressAtMost().toString(),
        figures.where(Figure::isOverall).stream()
            .filter(figure -> !Residual.METRICS.contains(figure.metric()))
            .sorted(Comparator.comparingInt(figure -> -LAST_FIRST.indexOf(figure.metric())))
            .toList(),
        figures.groups().metric(Measures.ROWS_SUPPRESSED).stream()
            .map(suppressed -> loss(suppressed, figures))
            .sorted(
                Comparator.comparing(GroupLoss::attribute)
                    .thenComparing(GroupLoss::group, GroupOrder.READING))
            .toList());
  }

  private static GroupLoss loss(Figure suppressed, FigureSet figures) {
    boolean isTold = suppressed.hasValue() && suppressed.n() != null && suppressed.n() > 0;
    return new GroupLoss(
        suppressed.attribute(),
        suppressed.group(),
        suppressed,
        isTold ? suppressed.value() / suppressed.n() : null,
        figures
            .metric(Measures.INFORMATION_LOSS)
            .attribute(suppressed.attribute())
            .group(suppressed.group())
            .first()
            .map(Figure::value)
            .orElse(null));
  }
}
