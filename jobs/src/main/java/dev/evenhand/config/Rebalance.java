package dev.evenhand.config;

import java.util.List;
import java.util.Optional;

/** How bias in the training data is repaired before a model sees it. */
public record Rebalance(
    @Setting("How.") RebalanceMethod method,
    @Setting("The protected attributes whose groups (combined) are balanced.") List<String> by,
    @Setting("The share of label 1 that sampling gives each group; absent, that of all rows.")
        Optional<Percent> labelRate) {
  public Rebalance {
    by = Checks.copy(by);
    labelRate = Checks.copy(labelRate);
    new Checks()
        .that(
            method == RebalanceMethod.NONE || !by.isEmpty(),
            "by",
            "by is empty; method " + method.word() + " needs one attribute or more; name them")
        .distinct(by, "by")
        .that(
            labelRate.isEmpty() || method.isSampling(),
            "label_rate",
            "label_rate is given; method " + method.word() + " has none; drop it")
        .that(
            labelRate.map(rate -> rate.fraction() > 0 && rate.fraction() < 1).orElse(true),
            "label_rate",
            "label_rate is 0% or 100%; more than 0% and less than 100% is allowed; groups need both"
                + " labels")
        .done();
  }
}
