package dev.evenhand.dp;

import java.util.List;
import org.apache.spark.sql.Column;

/**
 * The mean of the clamped values of a group: the middle of the range, and a noisy sum of distances
 * from it over a noisy number of values. Li, Lyu, Su, Yang (2016), section 2.4.
 */
final class MeanMeasure extends Measure {
  private final Range range;

  MeanMeasure(String column, Range range) {
    super("mean(" + column + ")", column);
    this.range = range;
  }

  @Override
  Column whole(Column number) {
    return range.centred().steps(number.minus(range.middle()));
  }

  @Override
  List<Column> sums(Column whole, Column first) {
    return List.of(sumOf(whole), countOf(whole));
  }

  @Override
  List<Sensitivity> sensitivities(Bounds bounds) {
    long most = bounds.rows() * range.centred().mostSteps();
    return List.of(
        Sensitivity.of(bounds.groups(), most, 1),
        Sensitivity.of(bounds.groups(), bounds.rows(), 1));
  }

  @Override
  List<PrivateFigure> figures(GroupTotals totals, List<Noise> noises, RandomBits bits) {
    Noisy sum = Noisy.of(totals.sums()[0], noises.get(0), bits);
    Noisy number = Noisy.of(totals.sums()[1], noises.get(1), bits);
    if (number.value() < 1) {
      return List.of(
          new PrivateFigure(
              totals.group(), name(), null, null, null, range.lower(), range.upper()));
    }
    double value = mean(sum.value(), number.value());
    double unit = range.centred().unit();
    double deviation =
        Math.hypot(
                sum.noise().deviation() * unit,
                (value - range.middle()) * number.noise().deviation())
            / number.value();
    double[] ends = interval(sum, number);
    return List.of(
        new PrivateFigure(totals.group(), name(), null, value, deviation, ends[0], ends[1]));
  }

  private double mean(double sum, double number) {
    return range.clamp(range.middle() + sum * range.centred().unit() / number);
  }

  /** Sum and number are both in their intervals of half the error: so then is the mean in this. */
  private double[] interval(Noisy sum, Noisy number) {
    double each = 1 - (1 - PrivateFigure.CONFIDENCE) / 2;
    double sumHalf = sum.noise().halfWidth(each);
    double numberHalf = number.noise().halfWidth(each);
    double fewest = Math.max(1, number.value() - numberHalf);
    double most = number.value() + numberHalf;
    double low = sum.value() - sumHalf;
    double high = sum.value() + sumHalf;
    return new double[] {mean(low, low < 0 ? fewest : most), mean(high, high > 0 ? fewest : most)};
  }
}
