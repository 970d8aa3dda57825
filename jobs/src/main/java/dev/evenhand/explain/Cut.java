package dev.evenhand.explain;

import dev.evenhand.learn.CalibratorModel;
import dev.evenhand.learn.Decider;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.ml.Transformer;

/** The learner's own probability from which a model's stages select, before calibration. */
final class Cut {
  private Cut() {}

  /** Empty where no probability between 0 and 1 makes the difference. */
  static OptionalDouble of(List<Transformer> stages) {
    double cut = Double.NaN;
    for (Transformer stage : stages) {
      if (stage instanceof Decider decider) {
        cut = (double) decider.getOrDefault(decider.threshold());
      }
    }
    for (Transformer stage : stages) {
      if (stage instanceof CalibratorModel calibrator) {
        cut = before(calibrator, cut);
      }
    }
    return cut > 0 && cut < 1 ? OptionalDouble.of(cut) : OptionalDouble.empty();
  }

  /** The inverse of σ(a logit(p) + b). */
  private static double before(CalibratorModel calibrator, double score) {
    double slope = (double) calibrator.getOrDefault(calibrator.slope());
    double intercept = (double) calibrator.getOrDefault(calibrator.intercept());
    if ((boolean) calibrator.getOrDefault(calibrator.hasSteps()) || !(slope > 0)) {
      return Double.NaN;
    }
    double logit = (Math.log(score / (1 - score)) - intercept) / slope;
    return 1 / (1 + Math.exp(-logit));
  }
}
