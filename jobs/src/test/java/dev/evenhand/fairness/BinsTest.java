package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BinsTest {
  private static double[] scores() {
    SplittableRandom random = new SplittableRandom(3);
    double[] scores = new double[20_000];
    for (int i = 0; i < scores.length; i++) {
      double tail = Math.exp(-40 * random.nextDouble());
      scores[i] =
          random.nextBoolean() ? random.nextDouble() : random.nextBoolean() ? tail : 1 - tail;
    }
    scores[0] = 0;
    scores[1] = 1;
    scores[2] = 0.5;
    scores[3] = Math.nextUp(0.5);
    scores[4] = Double.MIN_VALUE;
    Arrays.sort(scores);
    return scores;
  }

  @Test
  void ascendWithScores() {
    for (int level = 0; level < Bins.LEVELS; level++) {
      int last = 0;
      for (double score : scores()) {
        int bin = Bins.of(score, level);
        assertThat(bin).isBetween(last, Bins.count(level) - 1);
        last = bin;
      }
    }
  }

  @Test
  void nestInTheBinsOfEveryCoarserLevel() {
    for (int level = 0; level < Bins.LEVELS; level++) {
      for (int coarser = level; coarser < Bins.LEVELS; coarser++) {
        for (double score : scores()) {
          assertThat(Bins.coarser(Bins.of(score, level), level, coarser))
              .isEqualTo(Bins.of(score, coarser));
        }
      }
    }
  }
}
