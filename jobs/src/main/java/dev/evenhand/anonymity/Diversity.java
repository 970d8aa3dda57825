package dev.evenhand.anonymity;

import java.util.Arrays;

/** l-diversity: a class must not tell the sensitive value. Machanavajjhala et al. (2007). */
public final class Diversity {
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
  }

  private static void check(double l) {
    if (!(l > 1)) {
      throw new IllegalArgumentException("l must be > 1, was " + l);
    }
  }
}
