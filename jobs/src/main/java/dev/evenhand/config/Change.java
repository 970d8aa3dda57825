package dev.evenhand.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** How a feature may change: a number in a direction and a range, a category to some others. */
public record Change(
    @Setting(value = "Which way a number may change.", byDefault = "either")
        ChangeDirection direction,
    @Setting("No suggestion goes below; absent: the lowest of the training rows.")
        Optional<Double> atLeast,
    @Setting("No suggestion goes above; absent: the highest of the training rows.")
        Optional<Double> atMost,
    @Setting(
            value = "Suggestions are multiples of it: 1 for whole numbers, 0 for any.",
            byDefault = "0")
        double step,
    @Setting("The categories that may be suggested; absent: all that training rows have.")
        List<String> to) {
  private static final int MOST_DECIMALS = 6;

  public Change {
    atLeast = Checks.copy(atLeast);
    atMost = Checks.copy(atMost);
    to = Checks.copy(to);
    boolean isNumber =
        direction != ChangeDirection.EITHER
            || atLeast.isPresent()
            || atMost.isPresent()
            || step != 0;
    new Checks()
        .that(
            atLeast.isEmpty() || atMost.isEmpty() || atLeast.get() <= atMost.get(),
            "at_most",
            "at_most is less than at_least; at_least or more is allowed; exchange them")
        .that(step >= 0, "step", "step is negative; 0 or more is allowed; drop the sign")
        .that(
            !(step > 0 && Double.isFinite(step))
                || BigDecimal.valueOf(step).stripTrailingZeros().scale() <= MOST_DECIMALS,
            "step",
            "step has more decimals than people are told; up to 6 are allowed; shorten it")
        .that(
            to.isEmpty() || !isNumber,
            "to",
            "to is for categories, direction, at_least, at_most and step are for numbers; one kind"
                + " is allowed; drop the other")
        .done();
  }
}
