package dev.evenhand.config;

import java.util.Optional;

/** How scores become decisions; the threshold is chosen on the validation split. */
@ExactlyOne({"top", "threshold", "maximize"})
public record Decide(
    @Setting("The share of decisions, highest scores first, that are selected.")
        Optional<Percent> top,
    @Setting("The score from which a decision is selected, in [0, 1].") Optional<Double> threshold,
    @Setting("What the threshold makes as large as it can be.") Optional<Maximize> maximize) {
  public Decide {
    top = Checks.copy(top);
    threshold = Checks.copy(threshold);
    maximize = Checks.copy(maximize);
    new Checks()
        .exactlyOne(Decide.class, top, threshold, maximize)
        .that(
            top.map(share -> share.fraction() > 0 && share.fraction() < 1).orElse(true),
            "top",
            "top is %s; more than 0%% and less than 100%% is allowed; select some, not all",
            top.map(Percent::toString).orElse(""))
        .that(
            threshold.map(score -> score >= 0 && score <= 1).orElse(true),
            "threshold",
            "threshold is %s; 0 to 1 is allowed; scores are probabilities",
            threshold.map(String::valueOf).orElse(""))
        .done();
  }
}
