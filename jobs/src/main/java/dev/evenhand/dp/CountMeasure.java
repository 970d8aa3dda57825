package dev.evenhand.dp;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Column;

/** How many rows, or how many distinct subjects, a group has. */
final class CountMeasure extends Measure {
  private final boolean ofSubjects;

  CountMeasure(String name, boolean ofSubjects) {
    super(name, null);
    this.ofSubjects = ofSubjects;
  }

  @Override
  List<Column> sums(Column whole, Column first) {
    return List.of(ofSubjects ? sumOf(first) : count(lit(1)));
  }

  @Override
  List<Sensitivity> sensitivities(Bounds bounds) {
    return List.of(Sensitivity.of(bounds.groups(), ofSubjects ? 1 : bounds.rows(), 1));
  }

  @Override
  List<PrivateFigure> figures(GroupTotals totals, List<Noise> noises, RandomBits bits) {
    Noisy noisy = Noisy.of(totals.sums()[0], noises.get(0), bits);
    return List.of(PrivateFigure.of(totals.group(), name(), null, noisy, 1));
  }
}
