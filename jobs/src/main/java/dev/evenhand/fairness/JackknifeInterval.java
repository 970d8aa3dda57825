package dev.evenhand.fairness;

/** Value -+ t times its standard error by the delete-a-group jackknife; see {@link Blocks}. */
final class JackknifeInterval {
  private JackknifeInterval() {}

  /**
   * Null if the value hangs on a single block of subjects.
   *
   * @param most the largest possible value; the least is 0
   */
  static Interval of(GroupMetric metric, Slice slice, double confidence, double most) {
    Measured measured = metric.of(slice, Undefined.NULL);
    double error = slice.blocks().standardError(metric);
    if (!measured.isDefined() || Double.isNaN(error)) {
      return null;
    }
    double half = slice.critical(confidence) * error;
    double value = measured.value();
    return new Interval(value - half, value + half, "jackknife").within(0, most);
  }
}
