package dev.evenhand.config;

import java.math.BigDecimal;
import java.util.Optional;

/** What a decision is worth to the business, by how it turned out. */
public record Value(
    @Setting(value = "A selected decision with label 1.", byDefault = "0") BigDecimal truePositive,
    @Setting(value = "A selected decision with label 0.", byDefault = "0") BigDecimal falsePositive,
    @Setting(value = "An unselected decision with label 0.", byDefault = "0")
        BigDecimal trueNegative,
    @Setting(value = "An unselected decision with label 1.", byDefault = "0")
        BigDecimal falseNegative,
    @Setting(value = "The ISO 4217 currency of the four.", pattern = "[A-Z]{3}")
        Optional<String> currency) {
  public Value {
    currency = Checks.copy(currency);
  }

  /** What so many decisions of each kind are worth together. */
  public double worth(
      double truePositives, double falsePositives, double trueNegatives, double falseNegatives) {
    return times(truePositive, truePositives)
        .add(times(falsePositive, falsePositives))
        .add(times(trueNegative, trueNegatives))
        .add(times(falseNegative, falseNegatives))
        .doubleValue();
  }

  private static BigDecimal times(BigDecimal worth, double count) {
    return worth.multiply(BigDecimal.valueOf(count));
  }
}
