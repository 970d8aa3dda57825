package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What bins say of area and precision holds for every order and every tie of the rows in them. */
class RankSumsTest {
  private static final int BINS = 12;

  @RepeatedTest(200)
  void anyRowsInTheBinsAreWithinTheBound(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    double[][] rows = new double[BINS * (1 + random.nextInt(30))][];
    double positives = 0;
    double negatives = 0;
    boolean isWeighted = random.nextBoolean();
    for (int i = 0; i < rows.length; i++) {
      double weight = isWeighted ? 0.1 + 3 * random.nextDouble() : 1;
      boolean isPositive = i < 1 || i > 1 && random.nextInt(4) == 0;
      rows[i] = isPositive ? values(0, weight) : values(weight, 0);
      positives += rows[i][2];
      negatives += rows[i][0];
    }
    RankSums exact = new RankSums(positives, negatives, false);
    RankSums binned = new RankSums(positives, negatives, true);
    int size = rows.length / BINS;
    int scores = 1 + random.nextInt(4); // ties
    shuffle(rows, random);
    for (int i = 0; i < rows.length; i++) {
      binned.add(i / size, rows[i], 0);
      exact.add(i / size * 100L + i % size / scores, rows[i], 0);
    }
    RankStats truth = exact.stats();
    RankStats found = binned.stats();
    assertThat(found.auc()).isCloseTo(truth.auc(), within(found.aucBound() + 1e-12));
    assertThat(found.averagePrecision())
        .isCloseTo(truth.averagePrecision(), within(found.averagePrecisionBound() + 1e-12));
  }

  @Test
  void binsOfOneLabelLeaveNoDoubt() {
    RankSums sums = new RankSums(2, 2, true);
    sums.add(0, values(2, 0), 0);
    sums.add(1, values(0, 2), 0);
    assertThat(sums.stats())
        .isEqualTo(new RankStats(1, 0, 1, sums.stats().averagePrecisionVariance(), 0, 0));
  }

  private static double[] values(double negative, double positive) {
    return new double[] {negative, negative * negative, positive, positive * positive};
  }

  private static void shuffle(double[][] rows, Random random) {
    for (int i = rows.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      double[] row = rows[i];
      rows[i] = rows[other];
      rows[other] = row;
    }
  }
}
