package dev.evenhand.rights;

import java.time.Duration;
import java.util.Optional;

/**
 * When a model needs retraining, in place of what its pipeline file said of it.
 *
 * @param share the share of its persons who are concerned, in [0, 1), beyond which it does
 * @param age how long it may be used after the first of them refused
 */
public record RetrainLimits(Optional<Double> share, Optional<Duration> age) {
  /** Where neither the command line nor the file says anything. */
  public static final double SHARE = 0.01;

  private static final Duration AGE = Duration.ofDays(30);

  double share(ModelExposure model) {
    return share.or(model::retrainShare).orElse(SHARE);
  }

  Duration age(ModelExposure model) {
    return age.or(() -> model.retrainDays().map(Duration::ofDays)).orElse(AGE);
  }
}
