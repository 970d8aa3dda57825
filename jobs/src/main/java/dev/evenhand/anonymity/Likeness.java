package dev.evenhand.anonymity;

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
}
