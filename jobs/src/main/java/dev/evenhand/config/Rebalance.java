package dev.evenhand.config;

import java.util.List;

/** How bias in the training data is repaired before a model sees it. */
public record Rebalance(
    @Setting("How.") RebalanceMethod method,
    @Setting("The protected attributes whose groups (combined) are balanced.") List<String> by) {
  public Rebalance {
    by = Checks.copy(by);
    new Checks()
        .that(
            method == RebalanceMethod.NONE || !by.isEmpty(),
            "by",
            "by is empty; method " + method.word() + " needs one attribute or more; name them")
        .distinct(by, "by")
        .done();
  }
}
