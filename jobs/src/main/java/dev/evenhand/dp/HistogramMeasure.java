package dev.evenhand.dp;

import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/** The rows of a group in each bin of a column. */
final class HistogramMeasure extends BinMeasure {
  private static final int MOST_BINS = 1_000;

  private final List<Double> edges;

  HistogramMeasure(String column, List<Double> edges) {
    super("histogram(" + column + ")", column);
    this.edges = List.copyOf(edges);
    boolean isAscending = edges.stream().allMatch(Double::isFinite);
    for (int i = 1; i < edges.size(); i++) {
      isAscending &= edges.get(i - 1) < edges.get(i);
    }
    if (edges.size() < 2 || edges.size() > MOST_BINS || !isAscending) {
      throw new DataProblem(
          "The histogram of '%s' needs 2 to %d ascending edges, was %s."
              .formatted(column, MOST_BINS, edges));
    }
  }

  @Override
  Column whole(Column number) {
    Column bin = lit(0L);
    for (int i = 1; i < edges.size() - 1; i++) {
      bin = when(number.geq(edges.get(i)), lit((long) i)).otherwise(bin);
    }
    return when(number.isNotNull().and(not(isnan(number))), bin);
  }

  @Override
  int bins() {
    return edges.size() - 1;
  }

  @Override
  List<Sensitivity> sensitivities(Bounds bounds) {
    return List.of(Sensitivity.of(bounds.groups(), bounds.rows(), 1)); // a row is in one bin
  }

  @Override
  List<PrivateFigure> figures(GroupTotals totals, List<Noise> noises, RandomBits bits) {
    List<PrivateFigure> figures = new ArrayList<>();
    for (int bin = 0; bin < bins(); bin++) {
      Noisy noisy = Noisy.of(totals.bins()[bin], noises.get(0), bits);
      String end = bin == bins() - 1 ? "]" : ")";
      String at = "[" + edges.get(bin) + ", " + edges.get(bin + 1) + end;
      figures.add(PrivateFigure.of(totals.group(), name(), at, noisy, 1));
    }
    return figures;
  }
}
