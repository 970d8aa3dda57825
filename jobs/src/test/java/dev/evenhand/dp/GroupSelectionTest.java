package dev.evenhand.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupSelectionTest {
  private static final int DRAWS = 200_000;

  /** Desfontaines et al. (2020), definition 1: the most that any private rule may name. */
  private static List<Double> best(double epsilon, double delta, int most) {
    List<Double> best = new ArrayList<>(List.of(0.0));
    for (int n = 1; n <= most; n++) {
      double before = best.get(n - 1);
      best.add(
          Math.min(
              Math.min(1, Math.exp(epsilon) * before + delta),
              1 - Math.exp(-epsilon) * (1 - before - delta)));
    }
    return best;
  }

  @ParameterizedTest
  @CsvSource({"1, 0.01, 1", "0.5, 0.001, 1", "3, 0.02, 2"})
  void namesAsManyAsTheBestRuleAndNoMore(double epsilon, double delta, int groups) {
    GroupSelection selection =
        new GroupSelection(new BigFraction(epsilon), BigDecimal.valueOf(delta), groups);
    RandomBits bits = RandomBits.seeded(7);
    List<Double> best = best(epsilon / groups, delta / groups, 60);
    for (int n : new int[] {1, 2, 3, 5, 8, 12, 20}) {
      int named = 0;
      for (int i = 0; i < DRAWS; i++) {
        named += selection.isNamed(n, bits) ? 1 : 0;
      }
      // k is whole, so a rule may miss one step of n of the best; it is never above it.
      double share = (double) named / DRAWS;
      double error = 4 * Math.sqrt(best.get(n) * (1 - best.get(n)) / DRAWS) + 1e-4;
      assertThat(share).isLessThan(best.get(n) + error);
      assertThat(share).isGreaterThan(best.get(n - 1) - error);
    }
  }

  @Test
  void nobodysGroupIsNeverNamedAndALargeOneAlways() {
    GroupSelection selection = new GroupSelection(BigFraction.ONE, new BigDecimal("1e-6"), 1);
    RandomBits bits = RandomBits.seeded(8);
    for (int i = 0; i < 10_000; i++) {
      assertThat(selection.isNamed(0, bits)).isFalse();
      assertThat(selection.isNamed(selection.surely() + 1, bits)).isTrue();
    }
    assertThat((double) selection.surely()).isCloseTo(2 * 14, within(2.0));
  }
}
