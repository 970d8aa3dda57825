package dev.evenhand.privacy;

import dev.evenhand.anonymity.Loss;
import dev.evenhand.anonymity.Outcome;
import dev.evenhand.anonymity.PopulationUniques;
import dev.evenhand.anonymity.Risk;
import dev.evenhand.anonymity.Verification;
import dev.evenhand.config.Anonymize;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import java.util.ArrayList;
import java.util.List;

/** What anonymizing the training rows cost, and what risk is left, as figures. */
final class PrivacyFigures {
  private static final String TRAIN = "train";
  private static final String QUASI_IDENTIFIER = "quasi_identifier";
  private static final String NONE_PUBLISHED = "no row is left";

  private final List<FigureRow> figures = new ArrayList<>();

  /**
   * @param outcome what was fitted on, and what became of it
   * @param verified what was counted on the rows that models see
   */
  static List<FigureRow> of(Anonymize rule, Outcome outcome, Verification verified) {
    PrivacyFigures all = new PrivacyFigures();
    all.add(Measures.K).value((double) rule.k());
    all.add(Measures.CLASSES).value((double) verified.classes());
    all.add("smallest_class").value((double) verified.smallest());
    all.add(Measures.ROWS_SUPPRESSED).value((double) outcome.suppressed());
    all.loss(outcome.loss());
    all.add(Measures.UNIQUE_QUASI).value(outcome.before().unique());
    because(
        all.add(Measures.HIGHEST_RISK).value(outcome.after().highest()), outcome.after().highest());
    because(
        all.add(Measures.AVERAGE_RISK).value(outcome.after().average()), outcome.after().average());
    all.risk(Measures.BEFORE, outcome.before());
    all.risk(Measures.AFTER, outcome.after());
    outcome
        .separation()
        .forEach(
            (column, found) -> {
              all.before("distinction", column).value(found.distinction());
              all.before("separation", column).value(found.separation());
            });
    return all.figures;
  }

  private void loss(Loss loss) {
    add(Measures.INFORMATION_LOSS).value(loss.penalty());
    loss.penaltyByAttribute()
        .forEach(
            (column, lost) ->
                add("information_loss_of").group(QUASI_IDENTIFIER, column).value(lost));
    add("non_uniform_entropy").value(loss.entropy());
    add("discernibility").value(loss.discernibility());
    because(add("average_class_size").value(loss.averageClassSize()), loss.averageClassSize());
  }

  /** The journalist has no other table than the prosecutor here, so both risks are one. */
  private void risk(String dataset, Risk risk) {
    for (String attacker : List.of("prosecutor_risk", "journalist_risk")) {
      of(dataset, attacker, "highest", risk.highest());
      of(dataset, attacker, "average", risk.average());
      of(dataset, attacker, "share_above_" + risk.threshold(), risk.shareAbove());
    }
    of(dataset, "marketer_risk", "average", risk.average());
    of(dataset, "sample_uniqueness", "share", risk.unique());
    PopulationUniques uniques = risk.population();
    if (uniques == null) {
      add("population_uniques")
          .dataset(dataset)
          .because(
              Measures.UNDEFINED,
              risk.highest() == null ? NONE_PUBLISHED : "the pipeline file names no population");
      return;
    }
    String noEstimate = "the model's equations have no root here";
    of(dataset, "population_uniques", "zayatz", uniques.zayatz(), noEstimate);
    of(dataset, "population_uniques", "pitman", uniques.pitman(), noEstimate);
    of(dataset, "population_uniques", "slide", uniques.slide(), noEstimate);
    of(dataset, "population_uniques", "dankar", uniques.dankar(), noEstimate);
  }

  private void of(String dataset, String metric, String statistic, Double value) {
    of(dataset, metric, statistic, value, NONE_PUBLISHED);
  }

  private void of(String dataset, String metric, String statistic, Double value, String reason) {
    FigureRow figure = add(metric).dataset(dataset).statistic(statistic).value(value);
    if (value == null) {
      figure.because(Measures.UNDEFINED, reason);
    }
  }

  private static void because(FigureRow figure, Double value) {
    if (value == null) {
      figure.because(Measures.UNDEFINED, NONE_PUBLISHED);
    }
  }

  private FigureRow before(String metric, String column) {
    boolean isAll = column.equals(Outcome.TOGETHER);
    return add(metric)
        .dataset(Measures.BEFORE)
        .group(QUASI_IDENTIFIER, isAll ? Measures.ALL_FEATURES : column);
  }

  private FigureRow add(String metric) {
    FigureRow figure = FigureRow.of(metric).dataset(Measures.DECISIONS).split(TRAIN);
    figures.add(figure);
    return figure;
  }
}
