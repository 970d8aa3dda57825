package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.fairness.CellSuppression.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.util.MathArrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellSuppressionTest {
  private static final int LEAST = 10;

  private static List<Boolean> withheld(double... rows) {
    CellSuppression suppression = new CellSuppression(LEAST);
    List<Cell> parts = Arrays.stream(rows).mapToObj(suppression::cell).toList();
    suppression.sum(suppression.known(Arrays.stream(rows).sum()), parts);
    suppression.settle();
    return parts.stream().map(Cell::isWithheld).toList();
  }

  @Test
  void theNextSmallestIsWithheldBesideASingleSmallCell() {
    assertThat(withheld(50, 9, 40)).containsExactly(false, true, true);
    assertThat(withheld(50, 10, 40)).containsExactly(false, false, false);
  }

  @Test
  void smallCellsThatAreEnoughTogetherHideEachOther() {
    assertThat(withheld(50, 9, 1, 40)).containsExactly(false, true, true, false);
    assertThat(withheld(50, 5, 4, 40)).containsExactly(false, true, true, true);
    assertThat(withheld(50, 5, 1, 1, 1, 1, 40))
        .containsExactly(false, true, true, true, true, true, true);
  }

  @Test
  void aSingleCellOfAKnownTotalIsKnown() {
    assertThat(withheld(50)).containsExactly(false);
    assertThat(withheld(5)).containsExactly(true);
  }

  /** Rows 3 + 40 = 43 and 50 + 60 = 110: what is left of either column would tell the 3. */
  @Test
  void inATableOfTwoByTwoASmallCellHidesAllFour() {
    assertThat(table(new double[][] {{3, 40}, {50, 60}}))
        .isEqualTo(new boolean[][] {{true, true}, {true, true}});
  }

  @Test
  void inALargerTableARectangleIsHidden() {
    assertThat(table(new double[][] {{3, 40, 90}, {50, 60, 90}, {90, 90, 90}}))
        .isEqualTo(
            new boolean[][] {{true, true, false}, {true, true, false}, {false, false, false}});
  }

  @Test
  void aTotalIsWithheldIfItIsAPartThatIs() {
    CellSuppression suppression = new CellSuppression(LEAST);
    List<Cell> totals = Stream.of(40, 60, 9).map(suppression::cell).toList();
    Cell only = suppression.cell(40);
    suppression.sum(suppression.known(109), totals);
    suppression.sum(totals.get(0), List.of(only));
    suppression.settle();
    assertThat(totals).extracting(Cell::isWithheld).containsExactly(true, false, true);
    assertThat(only.isWithheld()).isTrue();
  }

  /**
   * T (6, 35), V (100, 32), W (50, 34), X (5, 0) of two columns: T and X are small, and all less V,
   * W and T's 35 would be the 6 of T and the 5 of X.
   */
  @Test
  void noPartOfAWithheldTotalIsShown() {
    Withholding withholding = new Withholding(30);
    withholding.all(262);
    Map<String, List<Integer>> rows =
        Map.of("t", List.of(6, 35), "v", List.of(100, 32), "w", List.of(50, 34));
    List<String> both = List.of("gender", "region");
    rows.forEach(
        (gender, counts) -> {
          withholding.put(List.of("gender"), List.of(gender), counts.get(0) + counts.get(1));
          for (int i = 0; i < 2; i++) {
            withholding.put(both, List.of(gender, "r" + i), counts.get(i));
          }
        });
    withholding.put(List.of("gender"), List.of("x"), 5);
    withholding.put(both, List.of("x", "r0"), 5);
    withholding.put(List.of("region"), List.of("r0"), 161);
    withholding.put(List.of("region"), List.of("r1"), 101);
    withholding.settle();
    assertThat(withholding.isWithheld(List.of("gender"), List.of("x"))).isTrue();
    assertThat(withholding.isWithheld(List.of("gender"), List.of("t"))).isTrue();
    assertThat(withholding.isWithheld(both, List.of("t", "r0"))).isTrue();
    assertThat(withholding.isWithheld(both, List.of("t", "r1"))).isTrue();
    assertThat(withholding.isWithheld(both, List.of("x", "r0"))).isTrue();
    assertThat(withholding.isWithheld(List.of("gender"), List.of("v"))).isFalse();
  }

  /** What isn't shown of the first two lines, 83, less that of the first two columns would be 3. */
  @Test
  void aSmallCellDoesNotFollowFromSeveralSumsTogether() {
    double[][] rows = {
      {20, 20, 100, 100}, {20, 20, 3, 100}, {100, 100, 20, 20}, {100, 100, 20, 20}
    };
    boolean[][] withheld = table(30, rows);
    assertThat(withheld[0][2] || withheld[1][3]).isTrue();
  }

  /** The same of two cells: 15 + 14 = 109 - 80. */
  @Test
  void twoCellsThatAreSmallTogetherDoNotFollowEither() {
    double[][] rows = {
      {20, 20, 100, 100}, {20, 20, 15, 14}, {100, 100, 20, 20}, {100, 100, 20, 20}
    };
    boolean[][] withheld = table(30, rows);
    assertThat(withheld[0][2] || withheld[0][3]).isTrue();
  }

  @Test
  void whatIsTooMuchToSolveIsWithheldWhole() {
    CellSuppression suppression = new CellSuppression(LEAST, 0);
    List<Cell> parts = Stream.of(9, 50, 60, 70).map(suppression::cell).toList();
    suppression.sum(suppression.known(189), parts);
    suppression.sum(suppression.known(119), parts.subList(0, 3));
    suppression.settle();
    assertThat(parts).allMatch(Cell::isWithheld);
  }

  /**
   * Cells, with the totals they have, as sums of the innermost: those that are withheld are
   * determined where they are in the row space of those that are shown.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void noCellNorTwoThatAreSmallFollowFromWhatIsShown(long seed) {
    RandomTable table = RandomTable.of(new SplittableRandom(seed), LEAST);
    RealMatrix known = new SingularValueDecomposition(table.shown()).getSolver().getInverse();
    RealMatrix projection = known.multiply(table.shown());
    List<double[]> withheld = table.withheld();
    for (int i = 0; i < withheld.size(); i++) {
      for (int j = i; j < withheld.size(); j++) {
        double[] sum =
            i == j ? withheld.get(i) : MathArrays.ebeAdd(withheld.get(i), withheld.get(j));
        boolean isDetermined = MathArrays.distanceInf(projection.preMultiply(sum), sum) < 1e-9;
        assertThat(isDetermined && table.rows(sum) < LEAST).isFalse();
      }
    }
  }

  private static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  /** No row or column with its total shown leaves one cell, or fewer rows than the least. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsNotShownOfARowOrColumnIsNeverSmall(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = new double[2 + random.nextInt(4)][3];
    for (double[] line : rows) {
      Arrays.setAll(line, i -> 1 + random.nextInt(60));
    }
    boolean[][] withheld = table(rows);
    for (int i = 0; i < rows.length; i++) {
      int row = i;
      requireSafe(IntStream.range(0, 3).mapToObj(j -> at(rows, withheld, row, j)).toList());
    }
    for (int j = 0; j < 3; j++) {
      int column = j;
      requireSafe(
          IntStream.range(0, rows.length).mapToObj(i -> at(rows, withheld, i, column)).toList());
    }
  }

  private static double[] at(double[][] rows, boolean[][] withheld, int i, int j) {
    return new double[] {rows[i][j], withheld[i][j] ? 1 : 0};
  }

  /** Of lines whose total may be shown: a total that is small is withheld itself. */
  private static void requireSafe(List<double[]> line) {
    List<double[]> hidden = line.stream().filter(cell -> cell[1] == 1).toList();
    double sum = hidden.stream().mapToDouble(cell -> cell[0]).sum();
    double total = line.stream().mapToDouble(cell -> cell[0]).sum();
    assertThat(hidden.isEmpty() || hidden.size() > 1 && sum >= LEAST || total < LEAST).isTrue();
    assertThat(line).allMatch(cell -> cell[0] >= LEAST || cell[1] == 1);
  }

  /** A table whose totals of rows and columns, and of all, are shown where they are large. */
  private static boolean[][] table(double[][] rows) {
    return table(LEAST, rows);
  }

  private static boolean[][] table(double least, double[][] rows) {
    Withholding withholding = new Withholding(least);
    withholding.all(Arrays.stream(rows).flatMapToDouble(Arrays::stream).sum());
    for (int i = 0; i < rows.length; i++) {
      withholding.put(List.of("row"), List.of("" + i), Arrays.stream(rows[i]).sum());
    }
    for (int j = 0; j < rows[0].length; j++) {
      int column = j;
      double sum = Arrays.stream(rows).mapToDouble(row -> row[column]).sum();
      withholding.put(List.of("column"), List.of("" + j), sum);
    }
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        cells.add(withholding.put(List.of("row", "column"), List.of("" + i, "" + j), rows[i][j]));
      }
    }
    withholding.settle();
    boolean[][] withheld = new boolean[rows.length][rows[0].length];
    for (int at = 0; at < cells.size(); at++) {
      withheld[at / rows[0].length][at % rows[0].length] = cells.get(at).isWithheld();
    }
    return withheld;
  }
}
