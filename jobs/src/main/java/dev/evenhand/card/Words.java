package dev.evenhand.card;

import dev.evenhand.lake.table.Measures;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a metric is called and means for a reader of the card.
 *
 * @param meaning one sentence without jargon; empty where the label says it all
 */
record Words(String metric, String label, Unit unit, String meaning) {
  private static final Map<String, Words> KNOWN = new LinkedHashMap<>();

  /** How values are written. */
  enum Unit {
    /** In [0, 1], written as a percentage. */
    SHARE,
    /** Whole things. */
    COUNT,
    /** In the pipeline's currency. */
    MONEY,
    /** A score without a unit. */
    SCORE
  }

  static {
    score("roc_auc", "ROC AUC", "Chance that a positive decision outranks a negative one.");
    score("pr_auc", "PR AUC", "Average precision over all thresholds.");
    share("accuracy", "Accuracy", "Decisions that were right.");
    share("balanced_accuracy", "Balanced accuracy", "Mean of the hit rates of both outcomes.");
    share("precision", "Precision", "Of the selected, those with a positive outcome.");
    share("recall", "Recall", "Of those with a positive outcome, the selected.");
    score("f1", "F1", "Harmonic mean of precision and recall.");
    score("log_loss", "Log loss", "Mean surprise of the scores; lower is better.");
    score("brier", "Brier score", "Mean squared error of the scores; lower is better.");
    share("selection_rate", "Selection rate", "Decisions that were selected.");
    share("base_rate", "Base rate", "Decisions with a positive outcome.");
    share(
        "true_positive_rate",
        "True positive rate",
        "Of those with a positive outcome, the selected.");
    share(
        "false_positive_rate",
        "False positive rate",
        "Of those with a negative outcome, the selected.");
    share("error_rate", "Error rate", "Decisions that were wrong.");
    known("value", "Value", Unit.MONEY, "What the decisions were worth by the file's table.");
    gap("demographic_parity_difference", "Demographic parity", "selection rates");
    gap("equalized_odds_difference", "Equalized odds", "true or false positive rates");
    gap("equal_opportunity_difference", "Equal opportunity", "true positive rates");
    gap("predictive_equality_difference", "Predictive equality", "false positive rates");
    gap("predictive_parity_difference", "Predictive parity", "precisions");
    gap("error_rate_parity_difference", "Error rate parity", "error rates");
    gap("average_odds_difference", "Average odds", "true and false positive rates on average");
    share(Measures.SHARE, "Share of rows", "");
    share(Measures.POSITIVE_RATE, "Positive outcomes", "");
    score(Measures.PROXY_AUC, "Proxy AUC", "How well one feature alone tells groups apart.");
    known(Measures.K, "k", Unit.COUNT, "Persons at least who share their quasi-identifiers.");
    known(
        Measures.ROWS_SUPPRESSED,
        "Rows suppressed",
        Unit.COUNT,
        "Left out so that the others lose less.");
    known("smallest_class", "Smallest class", Unit.COUNT, "Persons of the smallest class.");
    known("label_gap", "True gap in outcomes", Unit.SHARE, "");
    known("recorded_label_gap", "Recorded gap in outcomes", Unit.SHARE, "");
    known(Measures.CLASSES, "Equivalence classes", Unit.COUNT, "Distinct generalized rows.");
    share(Measures.INFORMATION_LOSS, "Information loss", "0% keeps every value, 100% none.");
    share(
        Measures.UNIQUE_QUASI,
        "Alone in quasi-identifiers before",
        "Persons, before anonymization.");
    share(Measures.HIGHEST_RISK, "Highest risk", "Chance that who is easiest to find is found.");
    share(Measures.AVERAGE_RISK, "Average risk", "Mean chance that a person is found.");
    share(Measures.UNIQUE_FEATURES, "Alone in all features", "Of the persons in the training set.");
    share(
        Measures.POPULATION_UNIQUE,
        "Alone in the population",
        "Training rows that would be like no other among everybody; an estimate.");
    score(
        Reliability.ERROR,
        "Calibration error",
        "Mean distance of scores from the shares they claim; 0 is best.");
    share(Measures.CONSENT_SHARE_CHANGE, "Change of share by consent", "");
  }

  static Words of(String metric) {
    Words known = KNOWN.get(metric);
    return known == null ? new Words(metric, sentence(metric), unit(metric), "") : known;
  }

  String text(double value) {
    return switch (unit) {
      case SHARE -> Text.percent(value);
      case COUNT -> Text.count(Math.round(value));
      case MONEY -> Text.money(value, "");
      case SCORE -> Text.number(value);
    };
  }

  String range(double low, double high) {
    String start = text(low);
    String from = unit == Unit.SHARE ? start.substring(0, start.length() - 1) : start;
    return from + (low < 0 ? " to " : "\u2013") + text(high);
  }

  private static Unit unit(String metric) {
    if (metric.startsWith("rows") || metric.startsWith("number_of") || metric.endsWith("_rows")) {
      return Unit.COUNT;
    }
    boolean isShare =
        metric.endsWith("_rate") || metric.startsWith("share") || metric.contains("_share");
    return isShare ? Unit.SHARE : Unit.SCORE;
  }

  private static String sentence(String metric) {
    String words = metric.replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ENGLISH) + words.substring(1);
  }

  private static void score(String metric, String label, String meaning) {
    known(metric, label, Unit.SCORE, meaning);
  }

  private static void share(String metric, String label, String meaning) {
    known(metric, label, Unit.SHARE, meaning);
  }

  private static void gap(String metric, String label, String rates) {
    known(metric, label, Unit.SCORE, "Largest difference between groups in " + rates + ".");
  }

  private static void known(String metric, String label, Unit unit, String meaning) {
    KNOWN.put(metric, new Words(metric, label, unit, meaning));
  }
}
