package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Random counts by two or three columns, with all their totals, of which the small ones are
 * withheld.
 *
 * @param counts of the innermost cells
 * @param cells by columns and values: 1 for each innermost cell that is counted
 */
record RandomTable(double[] counts, Map<List<List<String>>, double[]> cells, Withholding told) {
  static RandomTable of(SplittableRandom random, double least) {
    int[] sizes = {2 + random.nextInt(3), 2 + random.nextInt(3), 1 + random.nextInt(3)};
    List<int[]> places = new ArrayList<>();
    for (int at = 0; at < sizes[0] * sizes[1] * sizes[2]; at++) {
      if (random.nextInt(8) > 0) {
        places.add(new int[] {at % sizes[0], at / sizes[0] % sizes[1], at / sizes[0] / sizes[1]});
      }
    }
    double[] counts =
        places.stream()
            .mapToDouble(place -> 1 + random.nextInt(random.nextBoolean() ? 25 : 100))
            .toArray();
    Map<List<List<String>>, double[]> cells = new LinkedHashMap<>();
    for (int columns = 0; columns < 8; columns++) {
      for (int i = 0; i < counts.length; i++) {
        int[] place = places.get(i);
        int kept = columns;
        int[] own = IntStream.range(0, 3).filter(column -> (kept >> column & 1) == 1).toArray();
        cells
                .computeIfAbsent(
                    List.of(
                        IntStream.of(own).mapToObj(column -> "c" + column).toList(),
                        IntStream.of(own).mapToObj(column -> "" + place[column]).toList()),
                    key -> new double[counts.length])[i] =
            1;
      }
    }
    RandomTable table = new RandomTable(counts, cells, new Withholding(least));
    cells.forEach(
        (cell, of) -> {
          if (cell.get(0).isEmpty()) {
            table.told.all(table.rows(of));
          } else {
            table.told.put(cell.get(0), cell.get(1), table.rows(of));
          }
        });
    table.told.settle();
    return table;
  }

  double rows(double[] of) {
    return IntStream.range(0, of.length).mapToDouble(i -> of[i] * counts[i]).sum();
  }

  RealMatrix shown() {
    return new Array2DRowRealMatrix(
        cells.keySet().stream()
            .filter(cell -> !told.isWithheld(cell.get(0), cell.get(1)))
            .map(cells::get)
            .toArray(double[][]::new));
  }

  List<double[]> withheld() {
    return cells.keySet().stream()
        .filter(cell -> told.isWithheld(cell.get(0), cell.get(1)))
        .map(cells::get)
        .toList();
  }
}
