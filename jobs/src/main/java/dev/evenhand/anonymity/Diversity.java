package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import org.apache.spark.sql.Column;

/** l-diversity: a class must not tell the sensitive value. Machanavajjhala et al. (2007). */
public final class Diversity {
  private static final String NAME = "l-diversity";

  private Diversity() {}

  /** At least l distinct sensitive values in every class. */
  public record Distinct(int l) implements Requirement {
    public Distinct {
      check(l);
    }

    @Override
    public ClassTest over(SensitiveValues all) {
      return (counts, rows) -> Arrays.stream(counts).filter(count -> count > 0).count() >= l;
    }

    @Override
    public WorstClass recounted(ClassCounts classes) {
      Column values = count(lit(1)).cast("double");
      return classes.least(NAME, values, values.geq(l));
    }
  }

  /** exp(H) of the sensitive values of every class is at least l. */
  public record Entropy(double l) implements Requirement {
    public Entropy {
      check(l);
    }

    @Override
    public ClassTest over(SensitiveValues all) {
      double least = Math.log(l);
      return (counts, rows) -> {
        double entropy = 0;
        for (long count : counts) {
          if (count > 0) {
            double share = (double) count / rows;
            entropy -= share * Math.log(share);
          }
        }
        return entropy >= least - 1e-12;
      };
    }

    /** H = ln(rows) - sum(n ln n) / rows. */
    @Override
    public WorstClass recounted(ClassCounts classes) {
      Column rows = sum(ClassCounts.ROWS);
      Column entropy =
          log(rows).minus(sum(ClassCounts.ROWS.multiply(log(ClassCounts.ROWS))).divide(rows));
      return classes.least(NAME, exp(entropy), entropy.geq(Math.log(l) - ClassCounts.ROUNDING));
    }
  }

  /**
   * Recursive (c,l): the most frequent value has fewer rows than c times those from the l-th on.
   */
  public record Recursive(double c, int l) implements Requirement {
    public Recursive {
      check(l);
      if (!(c > 0)) {
        throw new IllegalArgumentException("c must be > 0, was " + c);
      }
    }

    @Override
    public ClassTest over(SensitiveValues all) {
      return (counts, rows) -> {
        long[] sorted = counts.clone();
        Arrays.sort(sorted);
        long rest = 0;
        for (int i = 0; i <= sorted.length - l; i++) {
          rest += sorted[i];
        }
        return sorted[sorted.length - 1] < c * rest;
      };
    }

    /** The figure is what c must be greater than. */
    @Override
    public WorstClass recounted(ClassCounts classes) {
      Column most = max(ClassCounts.ROWS);
      Column rest = coalesce(sum(when(ClassCounts.BY_FREQUENCY.geq(l), ClassCounts.ROWS)), lit(0L));
      Column ratio = when(rest.gt(0), most.divide(rest)).otherwise(Double.POSITIVE_INFINITY);
      return classes.greatest(NAME, ratio, most.lt(lit(c).multiply(rest)));
    }
  }

  private static void check(double l) {
    if (!(l > 1)) {
      throw new IllegalArgumentException("l must be > 1, was " + l);
    }
  }
}
