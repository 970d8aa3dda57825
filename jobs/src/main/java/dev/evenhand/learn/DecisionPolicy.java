package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How scores become decisions: a row is selected when its score is at or above one threshold, and
 * the policy says how the threshold is chosen on validation scores.
 *
 * <ul>
 *   <li>{@code threshold}: the one given.
 *   <li>{@code top}: the occurring score at and above which the share of rows is nearest to the one
 *       given; equal scores are never parted, so the share can miss by the size of a tie.
 *   <li>{@code f1}: the highest F1 = 2 TP / (2 TP + FP + FN).
 *   <li>{@code value}: the highest Σ of value · count over TP, FP, FN and TN.
 * </ul>
 *
 * <p>The best F1 and value are sought at the lower edges of bins, 256 for each factor of two of the
 * score.
 */
public final class DecisionPolicy implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final List<String> OUTCOMES =
      List.of("true_positive", "false_positive", "false_negative", "true_negative");

  private final String kind;
  private final double number;
  private final double[] values;

  private DecisionPolicy(String kind, double number, double... values) {
    this.kind = kind;
    this.number = number;
    this.values = values;
  }

  /** Selects scores at and above a given threshold, 0 &lt; threshold &lt; 1. */
  public static DecisionPolicy threshold(double threshold) {
    return new DecisionPolicy("threshold", inside(threshold, "decide threshold"));
  }

  /** Selects the given share of the rows, 0 &lt; share &lt; 1. */
  public static DecisionPolicy top(double share) {
    return new DecisionPolicy("top", inside(share, "decide top"));
  }

  /** Selects what gives the highest F1. */
  public static DecisionPolicy maximizeF1() {
    return new DecisionPolicy("f1", 0);
  }

  /**
   * Selects what gives the highest value.
   *
   * @param values of a {@code true_positive}, {@code false_positive}, {@code false_negative} and
   *     {@code true_negative}; those not named are worth 0
   */
  public static DecisionPolicy maximizeValue(Map<String, Double> values) {
    for (String outcome : values.keySet()) {
      if (!OUTCOMES.contains(outcome)) {
        throw new DataProblem("value: unknown outcome '" + outcome + "'; one of " + OUTCOMES + ".");
      }
    }
    return new DecisionPolicy(
        "value",
        0,
        OUTCOMES.stream().mapToDouble(outcome -> values.getOrDefault(outcome, 0.0)).toArray());
  }

  private static double inside(double value, String what) {
    if (!(value > 0 && value < 1)) {
      throw new DataProblem(what + " must lie between 0 and 1, was " + value + ".");
    }
    return value;
  }

  /** The threshold this policy takes on scored rows with labels 0 and 1. */
  public double choose(Dataset<Row> scored, String scoreColumn, String labelColumn) {
    return choose(
        scored
            .select(
                functions.col(scoreColumn).cast("double"),
                functions.col(labelColumn).cast("double"))
            .na()
            .drop()
            .toJavaRDD()
            .map(row -> new double[] {row.getDouble(0), row.getDouble(1)}));
  }

  double choose(JavaRDD<double[]> scored) {
    return switch (kind) {
      case "threshold" -> number;
      case "top" -> ScoreCurve.top(scored, number);
      case "f1" ->
          ScoreCurve.of(scored)
              .best(
                  c ->
                      2.0
                          * c.truePositives()
                          / Math.max(
                              1, 2 * c.truePositives() + c.falsePositives() + c.falseNegatives()));
      default ->
          ScoreCurve.of(scored)
              .best(
                  c ->
                      values[0] * c.truePositives()
                          + values[1] * c.falsePositives()
                          + values[2] * c.falseNegatives()
                          + values[3] * c.trueNegatives());
    };
  }

  /** True when the threshold doesn't depend on the scores. */
  boolean isFixed() {
    return kind.equals("threshold");
  }

  /** True when the policy holds a share of the rows. */
  boolean isShare() {
    return kind.equals("top");
  }

  /** The threshold or the share. */
  double number() {
    return number;
  }

  /** What a true positive, false positive, false negative and true negative are worth. */
  double[] values() {
    return values.clone();
  }

  /**
   * Its canonical text: {@code threshold=0.5}, {@code top=0.12}, {@code f1}, {@code
   * value=40,-5,0,0}.
   */
  @Override
  public String toString() {
    return switch (kind) {
      case "f1" -> "f1";
      case "value" -> "value=" + values[0] + "," + values[1] + "," + values[2] + "," + values[3];
      default -> kind + "=" + number;
    };
  }

  /** The policy of a canonical text. */
  public static DecisionPolicy parse(String text) {
    int equals = text.indexOf('=');
    String kind = equals < 0 ? text : text.substring(0, equals);
    String rest = text.substring(equals + 1);
    try {
      return switch (kind) {
        case "threshold" -> threshold(Double.parseDouble(rest));
        case "top" -> top(Double.parseDouble(rest));
        case "f1" -> maximizeF1();
        case "value" -> parseValue(rest.split(",", -1));
        default -> throw new NumberFormatException(kind);
      };
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new DataProblem(
          "decide: cannot read '"
              + text
              + "'; one of threshold=0.5, top=0.1, f1, value=TP,FP,FN,TN.",
          e);
    }
  }

  private static DecisionPolicy parseValue(String[] parts) {
    double[] values = new double[OUTCOMES.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.parseDouble(parts[i]);
    }
    return new DecisionPolicy("value", 0, values);
  }
}
