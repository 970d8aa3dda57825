package dev.evenhand.dp;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/** Quantiles of the clamped values of a group, all from one {@link QuantileTree}. */
final class QuantileMeasure extends BinMeasure {
  private final Range range;
  private final List<Double> shares;

  QuantileMeasure(String column, Range range, List<Double> shares) {
    super("quantile(" + column + ")", column);
    this.range = range;
    this.shares = List.copyOf(shares);
    if (shares.isEmpty() || !shares.stream().allMatch(share -> share >= 0 && share <= 1)) {
      throw new DataProblem(
          "The quantiles of '" + column + "' must be shares of 0 to 1, were " + shares + ".");
    }
  }

  @Override
  Column whole(Column number) {
    return range.part(number, QuantileTree.LEAVES);
  }

  @Override
  int bins() {
    return QuantileTree.LEAVES;
  }

  @Override
  List<Sensitivity> sensitivities(Bounds bounds) {
    // A row is in one node of each level.
    return List.of(Sensitivity.of(bounds.groups(), bounds.rows(), QuantileTree.LEVELS));
  }

  @Override
  List<PrivateFigure> figures(GroupTotals totals, List<Noise> noises, RandomBits bits) {
    QuantileTree tree = new QuantileTree(totals.bins(), noises.get(0), bits);
    List<PrivateFigure> figures = new ArrayList<>();
    for (double share : shares) {
      QuantileTree.Quantile found = tree.quantile(share);
      figures.add(
          new PrivateFigure(
              totals.group(),
              name(),
              Double.toString(share),
              found == null ? null : value(found.place()),
              null,
              found == null ? range.lower() : value(found.low()),
              found == null ? range.upper() : value(found.high())));
    }
    return figures;
  }

  private double value(double place) {
    return range.clamp(range.lower() + place * (range.upper() - range.lower()));
  }
}
