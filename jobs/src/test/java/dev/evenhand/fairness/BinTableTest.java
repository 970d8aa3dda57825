package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A count is one byte with its higher digits elsewhere, which nobody sees. */
class BinTableTest {
  private static final int LEVEL = 4;
  private final Random random = new Random(5);
  private final double[] expected = new double[2 * Bins.count(LEVEL)];

  @Test
  void countsGoBeyondOneByte() {
    BinTable table = new BinTable(LEVEL);
    for (int i = 0; i < 70_000; i++) {
      addRow(table, i % 3 == 0 ? 0.25 : 0.75, i % 2);
    }
    assertThat(counts(table)).isEqualTo(expected);
  }

  @Test
  void tablesGrowMergeAndBecomeCoarserWithoutLosingARow() {
    BinTable one = new BinTable(LEVEL);
    BinTable other = new BinTable(LEVEL);
    for (int i = 0; i < 200_000; i++) {
      double score = Math.pow(random.nextDouble(), 1 + i % 7);
      addRow(i % 5 == 0 ? one : other, i % 11 == 0 ? 0.5 : score, random.nextInt(2));
    }
    one.merge(other);
    assertThat(counts(one)).isEqualTo(expected);

    int coarser = LEVEL + 2;
    double[] coarse = new double[2 * Bins.count(coarser)];
    for (int at = 0; at < expected.length; at++) {
      coarse[2 * Bins.coarser(at / 2, LEVEL, coarser) + at % 2] += expected[at];
    }
    double[] found = new double[coarse.length];
    ((BinTable) one.at(coarser)).addTo(found);
    assertThat(found).isEqualTo(coarse);
  }

  private void addRow(BinTable table, double score, int label) {
    table.add(score, label, 1);
    expected[2 * Bins.of(score, LEVEL) + label]++;
  }

  private double[] counts(BinTable table) {
    double[] counts = new double[expected.length];
    table.addTo(counts);
    return counts;
  }
}
