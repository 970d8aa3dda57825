package dev.evenhand.fairness;

import java.util.List;

/**
 * Inequality of benefits b = 1 + D - Y over people: 0 for a false negative, 2 for a false positive.
 *
 * <p>Speicher et al. (2018), in AIF360's form, which ignores weights. Generalized entropy: mean of
 * ((b / mu)^alpha - 1) / (alpha (alpha - 1)); alpha 1: mean of (b / mu) ln (b / mu), with 0 ln 0 =
 * 0; alpha 0: mean of -ln (b / mu) / mu, where AIF360 divides by mu once more than its docstring.
 * With alpha 0 one false negative makes it infinite, hence undefined here.
 */
final class Inequality {
  private static final double[] BENEFIT = {1, 2, 0, 1};

  private Inequality() {}

  /** Each person has their own benefit. */
  static Measured amongPeople(Tally tally, int alpha) {
    double[] people = new double[Tally.CELLS];
    for (int cell = 0; cell < people.length; cell++) {
      people[cell] = tally.rows(cell);
    }
    return index(BENEFIT, people, alpha);
  }

  /** Each person has the mean benefit of their group: the part between groups. */
  static Measured betweenGroups(List<Tally> groups, int alpha) {
    double[] people = groups.stream().mapToDouble(Tally::rows).toArray();
    return index(groups.stream().mapToDouble(Inequality::mean).toArray(), people, alpha);
  }

  private static double mean(Tally tally) {
    double sum = 0;
    for (int cell = 0; cell < Tally.CELLS; cell++) {
      sum += BENEFIT[cell] * tally.rows(cell);
    }
    return sum / tally.rows();
  }

  private static Measured index(double[] benefits, double[] people, int alpha) {
    double n = 0;
    double sum = 0;
    for (int i = 0; i < people.length; i++) {
      n += people[i];
      sum += people[i] * benefits[i];
    }
    double mu = sum / n;
    if (!(mu > 0)) {
      return Measured.undefined("nobody has a benefit");
    }
    double total = 0;
    for (int i = 0; i < people.length; i++) {
      if (people[i] > 0) {
        total += people[i] * term(benefits[i], mu, alpha);
      }
    }
    return Double.isInfinite(total)
        ? Measured.undefined("infinite, as someone has no benefit")
        : Measured.of(total / n);
  }

  private static double term(double benefit, double mu, int alpha) {
    double relative = benefit / mu;
    return switch (alpha) {
      case 0 -> -Math.log(relative) / mu;
      case 1 -> relative == 0 ? 0 : relative * Math.log(relative);
      default -> (Math.pow(relative, alpha) - 1) / (alpha * (alpha - 1.0));
    };
  }

  /** sqrt(2 GE(2)). */
  static Measured variation(Measured entropyOfTwo) {
    return entropyOfTwo.isDefined()
        ? Measured.of(Math.sqrt(2 * Math.max(0, entropyOfTwo.value())))
        : entropyOfTwo;
  }
}
