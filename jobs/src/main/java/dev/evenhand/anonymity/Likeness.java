package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.max;

import org.apache.spark.sql.Column;

/**
 * β-likeness: no sensitive value is more than 1 + β times as frequent in a class as in the table.
 * Cao, Karras (2012), basic form.
 *
 * @param beta the greatest relative gain of an attacker, over 0
 */
public record Likeness(double beta) implements Requirement {
  public Likeness {
    if (!(beta > 0)) {
      throw new IllegalArgumentException("beta must be > 0, was " + beta);
    }
  }

  @Override
  public ClassTest over(SensitiveValues all) {
    double sum = 0;
    for (long count : all.rows()) {
      sum += count;
    }
    double rowsInAll = sum;
    return (counts, rows) -> {
      for (int value = 0; value < counts.length; value++) {
        double allowed = (1 + beta) * all.rows()[value] / rowsInAll;
        if ((double) counts[value] / rows > allowed + 1e-12) {
          return false;
        }
      }
      return true;
    };
  }

  /** The figure is the greatest gain. */
  @Override
  public WorstClass recounted(ClassCounts classes) {
    Column allowed = ClassCounts.EXPECTED.multiply(1 + beta);
    return classes.greatest(
        "beta-likeness",
        max(ClassCounts.SHARE.divide(ClassCounts.EXPECTED)).minus(1),
        max(ClassCounts.SHARE.minus(allowed)).leq(ClassCounts.ROUNDING));
  }
}
