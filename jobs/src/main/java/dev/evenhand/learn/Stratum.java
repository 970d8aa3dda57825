package dev.evenhand.learn;

import java.io.Serializable;
import java.util.List;

/**
 * The rows of one group and label, and how many of them a sample has.
 *
 * @param group the values of the sensitive columns, "unknown" where one lacks
 * @param rows how many there are
 * @param target how many there are to be
 * @param cut rows whose hash is at or below it are taken once more than the others; null if all are
 *     taken equally often
 */
public record Stratum(List<String> group, double label, long rows, long target, Long cut)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How often every row is taken. */
  long times() {
    return target / rows;
  }

  /** How many rows are taken once more. */
  long extra() {
    return target % rows;
  }

  Stratum with(Long newCut) {
    return new Stratum(group, label, rows, target, newCut);
  }

  /** The name by which shares are given. */
  String name() {
    String text = label == Math.rint(label) ? Long.toString((long) label) : Double.toString(label);
    return String.join("|", group) + "|" + text;
  }
}
