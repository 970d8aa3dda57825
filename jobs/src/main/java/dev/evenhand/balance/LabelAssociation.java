package dev.evenhand.balance;

import java.util.Locale;

/**
 * How an attribute value x and the positive label y go together: SynapseML's FeatureBalanceMeasure
 * (Aka et al. 2021), natural logarithms. The gap of two values is the difference of theirs.
 * Infinite or NaN results are undefined figures.
 */
public enum LabelAssociation {
  /** p(x, y) / p(x): the value's label rate. */
  DEMOGRAPHIC_PARITY {
    @Override
    double of(Shares s) {
      return s.joint() / s.value();
    }
  },
  /** p(x, y) / (p(x) + p(y)): half of Sørensen and Dice's coefficient, as SynapseML has it. */
  SORENSEN_DICE {
    @Override
    double of(Shares s) {
      return s.joint() / (s.value() + s.label());
    }
  },
  /** p(x, y) / (p(x) + p(y) - p(x, y)). */
  JACCARD {
    @Override
    double of(Shares s) {
      return s.joint() / (s.value() + s.label() - s.joint());
    }
  },
  /** ln(p(x, y) / p(y)): the log-likelihood of the value given the label. Undefined for 0. */
  LOG_LIKELIHOOD_RATIO {
    @Override
    double of(Shares s) {
      return s.joint() == 0 ? Double.NaN : Math.log(s.joint() / s.label());
    }
  },
  /** ln(p(x, y) / p(x)), which is what SynapseML calls pointwise mutual information. */
  POINTWISE_MUTUAL_INFORMATION {
    @Override
    double of(Shares s) {
      return Math.log(s.joint() / s.value());
    }
  },
  /** The above over ln p(y). */
  PMI_NORMALIZED_BY_LABEL {
    @Override
    double of(Shares s) {
      return POINTWISE_MUTUAL_INFORMATION.of(s) / Math.log(s.label());
    }
  },
  /** The above over ln p(x, y); 0 if they never go together. */
  PMI_NORMALIZED_BY_JOINT {
    @Override
    double of(Shares s) {
      return s.joint() == 0 ? 0 : POINTWISE_MUTUAL_INFORMATION.of(s) / Math.log(s.joint());
    }
  },
  /** ln(p(x, y)^2 / (p(x) p(y))). Undefined for 0. */
  SQUARED_PMI {
    @Override
    double of(Shares s) {
      double ratio = s.joint() * s.joint() / (s.value() * s.label());
      return ratio == 0 ? Double.NaN : Math.log(ratio);
    }
  },
  /** Aka et al.'s Kendall coefficient; it is not Kendall's tau-b, even its sign may differ. */
  KENDALL_AKA {
    @Override
    double of(Shares s) {
      double n = s.n();
      double x = s.value();
      double y = s.label();
      double a = n * n * (1 - 2 * x - 2 * y + 2 * s.joint() + 2 * x * y);
      double b = n * (2 * x + 2 * y - 4 * s.joint() - 1);
      return (a + b) / (n * n * Math.sqrt((x - x * x) * (y - y * y)));
    }
  },
  /** Kendall's tau-b of the two indicators, which is their phi coefficient; in [-1, 1]. */
  KENDALL_TAU_B {
    @Override
    double of(Shares s) {
      double x = s.value();
      double y = s.label();
      return (s.joint() - x * y) / Math.sqrt((x - x * x) * (y - y * y));
    }
  },
  /** (p(x, y) - p(x) p(y)) / sqrt(p(x) p(y)): the t-test of a collocation. */
  T_TEST {
    @Override
    double of(Shares s) {
      return (s.joint() - s.value() * s.label()) / Math.sqrt(s.value() * s.label());
    }
  };

  /**
   * Shares of all rows.
   *
   * @param value p(x)
   * @param label p(y)
   * @param joint p(x, y)
   * @param n rows
   */
  public record Shares(double value, double label, double joint, double n) {}

  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }

  abstract double of(Shares shares);
}
