package dev.evenhand.fairness;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of the columns that an audit reads.
 *
 * @param kind what label and prediction are
 * @param label the outcome, 0 or 1; a class, or a number in a regression
 * @param prediction the decision, 0 or 1; a class, or a number in a regression
 * @param score the probability of label 1, in [0, 1]; of classes what their columns' names begin
 *     with; null if there is none
 * @param weight the weight of a row, 0 or more; null if every row counts once
 * @param subject whose row it is, where one may have several; null if rows are independent
 */
public record Columns(
    Kind kind, String label, String prediction, String score, String weight, String subject)
    implements Serializable {

  /** What is predicted. */
  public enum Kind {
    /** A decision, 0 or 1. */
    BINARY,
    /** One of several classes; see {@link ClassAudit}. */
    MULTICLASS,
    /** A number. */
    REGRESSION
  }

  public Columns {
    if (label == null || prediction == null) {
      throw new IllegalArgumentException("label and prediction columns are required");
    }
  }

  /** Of numbers that were predicted. */
  public static Columns ofNumbers(String label, String prediction) {
    return new Columns(Kind.REGRESSION, label, prediction, null, null, null);
  }

  public static Columns of(String label, String prediction) {
    return new Columns(Kind.BINARY, label, prediction, null, null, null);
  }

  public Columns withScore(String column) {
    return new Columns(kind, label, prediction, column, weight, subject);
  }

  public Columns withWeight(String column) {
    return new Columns(kind, label, prediction, score, column, subject);
  }

  public Columns withSubject(String column) {
    return new Columns(kind, label, prediction, score, weight, column);
  }

  boolean isRegression() {
    return kind == Kind.REGRESSION;
  }

  boolean hasScore() {
    return score != null;
  }

  boolean hasWeight() {
    return weight != null;
  }

  boolean hasSubject() {
    return subject != null;
  }

  List<String> names() {
    List<String> names = new ArrayList<>(List.of(label, prediction));
    if (hasScore()) {
      names.add(score);
    }
    if (hasWeight()) {
      names.add(weight);
    }
    if (hasSubject()) {
      names.add(subject);
    }
    return names;
  }
}
