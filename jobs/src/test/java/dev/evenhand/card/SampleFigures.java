package dev.evenhand.card;

import static dev.evenhand.card.SampleEvidence.FAIR;
import static dev.evenhand.card.SampleEvidence.PLAIN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The figures of {@link SampleEvidence}. */
final class SampleFigures {
  static final long TEST = 1_977;

  private SampleFigures() {}

  static List<Figure> quality() {
    List<Figure> rows = new ArrayList<>();
    source(
        rows,
        "sales",
        100_000,
        99_711,
        Map.of("sold_at: not a timestamp", 173L, "quantity: check quantity >= 0", 116L));
    source(rows, "customers", 4_250, 4_250, Map.of());
    rows.add(count("decisions", "rows_excluded_by_consent", null, null, 696));
    rows.add(count("decisions", "subjects_excluded_by_consent", null, null, 501));
    rows.add(count("decisions", "rows_excluded_by_consent", "reason", "never granted", 511));
    rows.add(count("decisions", "rows_excluded_by_consent", "reason", "withdrawn", 185));
    change(rows, "origin", "north", 0.0231);
    change(rows, "origin", "south", -0.0187);
    change(rows, "origin", "unknown", -0.0044);
    rows.add(data("truth", "planted_positive_rate", "origin", "north", 0.1402));
    rows.add(data("truth", "planted_positive_rate", "origin", "south", 0.0810));
    rows.add(data("truth", "planted_proxy_auc", "origin", "postal_area", 0.81));
    return rows;
  }

  private static void source(
      List<Figure> rows, String name, long in, long accepted, Map<String, Long> reasons) {
    rows.add(count(name, "rows_in", null, null, in));
    rows.add(count(name, "rows_accepted", null, null, accepted));
    rows.add(count(name, "rows_quarantined", null, null, in - accepted));
    reasons.forEach((reason, n) -> rows.add(count(name, "rows_quarantined", "reason", reason, n)));
  }

  private static void change(List<Figure> rows, String attribute, String group, double change) {
    rows.add(data("decisions", "consent_share_change", attribute, group, change));
  }

  static List<Figure> balance() {
    List<Figure> rows = new ArrayList<>();
    balance(rows, "origin", "north", 0.634, 0.1417, 0.1228);
    balance(rows, "origin", "south", 0.284, 0.0826, 0.1229);
    balance(rows, "origin", "unknown", 0.082, 0.1153, 0.1227);
    balance(rows, "age_band", "under 35", 0.312, 0.1344, 0.1339);
    balance(rows, "age_band", "35-54", 0.412, 0.1203, 0.1206);
    balance(rows, "age_band", "55-74", 0.266, 0.1049, 0.1053);
    balance(rows, "age_band", "75+", 0.010, 0.1001, 0.1012);
    rows.add(data("before", "proxy_auc", "origin", "postal_area", 0.7981));
    rows.add(data("before", "proxy_auc", "origin", "store_channel", 0.6630));
    rows.add(data("before", "proxy_auc", "age_band", "tenure_years", 0.7144));
    rows.add(data("before", "proxy_auc", "origin", "recency_days", 0.5312));
    return rows;
  }

  private static void balance(
      List<Figure> rows,
      String attribute,
      String group,
      double share,
      double before,
      double after) {
    rows.add(data("before", "share", attribute, group, share));
    rows.add(data("after", "share", attribute, group, share));
    rows.add(data("before", "positive_rate", attribute, group, before));
    rows.add(data("after", "positive_rate", attribute, group, after));
  }

  static List<Figure> privacy() {
    return List.of(
        count("training_set", "k", null, null, 5),
        count("training_set", "rows_suppressed", null, null, 47),
        count("training_set", "classes", null, null, 214),
        data("training_set", "information_loss", null, null, 0.0832),
        data("decisions", "unique_quasi_identifiers", null, null, 0.0641),
        data("decisions", "highest_risk", null, null, 0.2),
        data("decisions", "average_risk", null, null, 0.072),
        data("decisions", "unique_features", null, null, 0.9704),
        undefined(
            "population_unique_features", "the file does not say how large the population is"),
        sized("rows_suppressed", "origin", "north", 25, 1_915),
        sized("rows_suppressed", "origin", "(withheld)", 22, 870),
        sized("information_loss", "origin", "north", 0.0612, 1_915),
        sized("information_loss", "origin", "(withheld)", 0.1316, 870));
  }

  static List<Figure> measured() {
    List<Figure> rows = new ArrayList<>();
    performance(rows, "majority", 0.5, 0.1203, 0.8797, null, 0.0, 0.0, 0.3673, 0.1058, 0.0, 0.0);
    performance(
        rows, "recency", 0.6122, 0.1741, 0.7942, 0.2110, 0.3529, 0.2641, 0.3561, 0.1031, 0.2013,
        1_790.0);
    performance(
        rows, PLAIN, 0.7812, 0.3344, 0.8306, 0.3115, 0.5252, 0.3911, 0.3092, 0.0901, 0.2028,
        5_240.0);
    performance(
        rows, FAIR, 0.7694, 0.3189, 0.8270, 0.3015, 0.5042, 0.3774, 0.3141, 0.0914, 0.2013,
        4_930.0);
    gaps(rows, "origin", new double[] {0.1120, 0.1821, 0.1821, 0.0834, 0.0405, 0.0310}, PLAIN);
    gaps(rows, "origin", new double[] {0.0353, 0.0412, 0.0398, 0.0412, 0.0560, 0.0291}, FAIR);
    gaps(rows, "age_band", new double[] {0.0931, 0.1204, 0.1204, 0.0712, 0.0377, 0.0288}, PLAIN);
    gaps(rows, "age_band", new double[] {0.0704, 0.0893, 0.0893, 0.0555, 0.0451, 0.0263}, FAIR);
    group(rows, "origin", "north", 1_248, new double[] {0.1402, 0.2123, 0.5160, 0.1628}, 0.2433);
    group(rows, "origin", "south", 559, new double[] {0.0823, 0.1770, 0.4762, 0.1501}, 0.1313);
    group(rows, "origin", "unknown", 170, new double[] {0.1059, 0.2000, 0.5000, 0.1645}, 0.1824);
    group(rows, "age_band", "under 35", 604, new double[] {0.1343, 0.2301, 0.5309, 0.1835}, 0.2517);
    group(rows, "age_band", "35-54", 823, new double[] {0.1203, 0.2017, 0.5051, 0.1602}, 0.2090);
    group(rows, "age_band", "55-74", 531, new double[] {0.1055, 0.1695, 0.4643, 0.1347}, 0.1586);
    withheld(rows, "age_band", "75+", 19);
    group(
        rows,
        "[\"age_band\",\"origin\"]",
        "[\"under 35\",\"north\"]",
        381,
        new double[] {0.1522, 0.2388, 0.5345, 0.1858},
        0.2703);
    group(
        rows,
        "[\"age_band\",\"origin\"]",
        "[\"under 35\",\"south\"]",
        168,
        new double[] {0.0893, 0.2083, 0.5333, 0.1765},
        0.1964);
    withheld(rows, "[\"age_band\",\"origin\"]", "[\"75+\",\"south\"]", 6);
    return rows;
  }

  private static void performance(List<Figure> rows, String model, Double... values) {
    List<String> metrics = Comparison.METRICS;
    for (int i = 0; i < metrics.size(); i++) {
      double width = metrics.get(i).equals("roc_auc") ? 0.0181 : 0;
      Double value = values[i];
      rows.add(
          figure(model, metrics.get(i), null, null, value, TEST)
              .with(width == 0 || model.equals("majority") ? null : width));
    }
  }

  private static void gaps(List<Figure> rows, String attribute, double[] values, String model) {
    List<String> metrics =
        List.of(
            "demographic_parity_difference",
            "equalized_odds_difference",
            "equal_opportunity_difference",
            "predictive_equality_difference",
            "predictive_parity_difference",
            "error_rate_parity_difference");
    for (int i = 0; i < values.length; i++) {
      rows.add(figure(model, metrics.get(i), attribute, null, values[i], TEST).with(0.021));
    }
  }

  private static void group(
      List<Figure> rows, String attribute, String group, long n, double[] values, double plain) {
    List<String> metrics =
        List.of("base_rate", "selection_rate", "true_positive_rate", "false_positive_rate");
    for (int i = 0; i < values.length; i++) {
      double width = 1.96 * Math.sqrt(values[i] * (1 - values[i]) / n);
      rows.add(figure(FAIR, metrics.get(i), attribute, group, values[i], n).with(width));
    }
    rows.add(figure(FAIR, "accuracy", attribute, group, 0.8270, n).with(0.02));
    rows.add(figure(FAIR, "precision", attribute, group, 0.3015, n).with(0.05));
    rows.add(figure(PLAIN, "selection_rate", attribute, group, plain, n).with(0.02));
    rows.add(figure(PLAIN, "true_positive_rate", attribute, group, plain * 2.4, n).with(0.05));
    rows.add(figure(PLAIN, "false_positive_rate", attribute, group, plain * 0.7, n).with(0.02));
  }

  static void withheld(List<Figure> rows, String attribute, String group, long n) {
    for (String metric :
        Arrays.asList(
            "base_rate",
            "selection_rate",
            "true_positive_rate",
            "false_positive_rate",
            "accuracy",
            "precision")) {
      rows.add(
          new Figure(
              FAIR,
              "decisions",
              "test",
              attribute,
              group,
              null,
              metric,
              "value",
              null,
              null,
              null,
              n,
              "withheld",
              "fewer than 30 decisions"));
    }
  }

  private static Figure sized(String metric, String attribute, String group, double value, long n) {
    return new Figure(
        null,
        "decisions",
        "train",
        attribute,
        group,
        null,
        metric,
        "value",
        value,
        null,
        null,
        n,
        "ok",
        null);
  }

  private static Figure undefined(String metric, String reason) {
    return new Figure(
        null,
        "decisions",
        "train",
        null,
        null,
        null,
        metric,
        "value",
        null,
        null,
        null,
        null,
        "undefined",
        reason);
  }

  private static Figure count(
      String dataset, String metric, String attribute, String group, long n) {
    return data(dataset, metric, attribute, group, n);
  }

  private static Figure data(
      String dataset, String metric, String attribute, String group, double value) {
    return new Figure(
        null, dataset, null, attribute, group, null, metric, "value", value, null, null, null, "ok",
        null);
  }

  private static Measured figure(
      String model, String metric, String attribute, String group, Double value, long n) {
    return new Measured(model, metric, attribute, group, value, n);
  }

  /** A figure that still lacks its interval. */
  private record Measured(
      String model, String metric, String attribute, String group, Double value, long n) {
    Figure with(Double width) {
      boolean isBounded = width != null && value != null;
      return new Figure(
          model,
          "decisions",
          "test",
          attribute,
          group,
          attribute != null && group == null ? "between_groups" : null,
          metric,
          attribute != null && group == null ? "difference" : "value",
          value,
          isBounded ? Math.max(0, value - width) : null,
          isBounded ? value + width : null,
          n,
          value == null ? "undefined" : "ok",
          value == null ? "nobody was selected" : null);
    }
  }
}
