package dev.evenhand.dp;

import java.util.List;
import org.apache.spark.sql.Column;

/** The sum of the clamped values of a group. */
final class SumMeasure extends Measure {
  private final Range range;

  SumMeasure(String column, Range range) {
    super("sum(" + column + ")", column);
    this.range = range;
  }

  @Override
  Column whole(Column number) {
    return range.steps(number);
  }

  @Override
  List<Column> sums(Column whole, Column first) {
    return List.of(sumOf(whole));
  }

  @Override
  List<Sensitivity> sensitivities(Bounds bounds) {
    return List.of(Sensitivity.of(bounds.groups(), bounds.rows() * range.mostSteps(), 1));
  }

  @Override
  List<PrivateFigure> figures(GroupTotals totals, List<Noise> noises, RandomBits bits) {
    Noisy noisy = Noisy.of(totals.sums()[0], noises.get(0), bits);
    return List.of(PrivateFigure.of(totals.group(), name(), null, noisy, range.unit()));
  }
}
