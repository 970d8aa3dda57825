package dev.evenhand.config;

import java.util.Optional;

/** When a model needs retraining for those who refuse or are erased after it was trained. */
public record Retrain(
    @Setting("The share of its persons beyond which it does, such as 1%.") Optional<Percent> share,
    @Setting("How long it may be used after the first of them refused, such as 30d.")
        Optional<Days> age) {
  public Retrain {
    share = Checks.copy(share);
    age = Checks.copy(age);
    new Checks()
        .that(
            share.isPresent() || age.isPresent(),
            "",
            "retrain has neither key; share, age or both are allowed; add one or leave it out")
        .done();
  }
}
