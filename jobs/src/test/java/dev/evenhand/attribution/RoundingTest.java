package dev.evenhand.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

/** What is told is what was tested: a share of 0.4 that must rise to a little above 0.494. */
class RoundingTest {
  private static final double[] ROW = {0.4};

  private static Lever share(double place, double highest) {
    return new Lever(
        "share",
        false,
        new int[] {0},
        new String[] {"share"},
        new boolean[] {true},
        Action.Direction.EITHER,
        0,
        highest,
        0,
        place,
        0.1);
  }

  /** Favourable where a share says so. */
  private record Scored(DoublePredicate isFavourable) implements RemedySearch {
    private static final long serialVersionUID = 1L;

    @Override
    public double score(double[] row) {
      return isFavourable.test(row[0]) ? 1 : -1;
    }

    @Override
    public Result of(double[] row, Wish wish) {
      return new Result(List.of(), true);
    }
  }

  private static Remedy told(DoublePredicate isFavourable, Lever lever, double exact) {
    Remedy found = new Remedy(Map.of(0, new double[] {exact}), 1, true);
    return new Rounding(new Scored(isFavourable), List.of(lever), 0).of(ROW, found);
  }

  private static double value(Remedy remedy) {
    return remedy.values().get(0)[0];
  }

  @Test
  void aValueIsRoundedAwayFromThePresentOne() {
    assertThat(value(told(x -> x > 0.494, share(0.01, 1), Math.nextUp(0.494)))).isEqualTo(0.5);
    assertThat(value(told(x -> x <= 0.306, share(0.01, 1), 0.306))).isEqualTo(0.3);
  }

  @Test
  void itsCostIsThatOfTheRoundedValue() {
    assertThat(told(x -> x > 0.494, share(0.01, 1), Math.nextUp(0.494)).cost())
        .isEqualTo((0.5 - 0.4) / 0.1);
  }

  @Test
  void beyondTheNextThresholdItIsToldFiner() {
    DoublePredicate between = x -> x > 0.494 && x <= 0.4985;
    assertThat(value(told(between, share(0.01, 1), Math.nextUp(0.494)))).isEqualTo(0.495);
  }

  @Test
  void beyondItsRangeItIsToldFiner() {
    assertThat(value(told(x -> x > 0.981, share(0.01, 0.985), Math.nextUp(0.981))))
        .isEqualTo(0.982);
  }

  @Test
  void whatNoNineDecimalsTellIsNotTold() {
    DoublePredicate needle = x -> x > 0.494 && x < 0.494 + 1e-12;
    assertThat(told(needle, share(0.01, 1), Math.nextUp(0.494))).isNull();
  }

  @Test
  void withoutRoundingItStaysAsItWasFound() {
    double exact = Math.nextUp(0.494);
    assertThat(value(told(x -> x > 0.494, share(0, 1), exact))).isEqualTo(exact);
  }

  @Test
  void multiplesOfAStepAreTheNumbersThatTextsSay() {
    for (int k = 0; k <= 100; k++) {
      String text = k == 100 ? "1.00" : "0.%02d".formatted(k);
      assertThat(Decimals.multiple(k, 0.01)).isEqualTo(Double.parseDouble(text));
      assertThat(Decimals.up(Double.parseDouble(text), 100)).isEqualTo(Double.parseDouble(text));
      assertThat(Decimals.down(Double.parseDouble(text), 100)).isEqualTo(Double.parseDouble(text));
    }
    assertThat(Decimals.multiple(3, 0.25)).isEqualTo(0.75);
    assertThat(Decimals.multiple(-7, 5)).isEqualTo(-35);
    assertThat(Decimals.down(-0.004, 100)).isEqualTo(-0.01);
    assertThat(Decimals.up(-0.004, 100)).isZero();
  }

  @Test
  void aStepIsReachedWhereItIs() {
    Lever lever =
        new Lever(
            "share",
            false,
            new int[] {0},
            new String[] {"share"},
            new boolean[] {true},
            Action.Direction.EITHER,
            0,
            1,
            0.01,
            0,
            1);
    assertThat(lever.atLeast(0.07, false)).isEqualTo(0.07);
    assertThat(lever.atLeast(0.07, true)).isEqualTo(0.08);
    assertThat(lever.atMost(0.29)).isEqualTo(0.29);
    assertThat(lever.atMost(Math.nextDown(0.29))).isEqualTo(0.28);
  }

  /** Told to two places, searched to five: a threshold of 0.345 lies within 0.3471234. */
  @Test
  void theEndOfTheRangeIsNotRoundedAsWhatIsTold() {
    Lever lever = ofTrainingRows(0.01, 0.0012345, 0.3471234);
    assertThat(lever.lowest()).isEqualTo(0.00124);
    assertThat(lever.highest()).isEqualTo(0.34712);
    Remedy found = new Remedy(Map.of(0, new double[] {0.345}), 1, true);
    Rounding rounding = new Rounding(new Scored(x -> x >= 0.345), List.of(lever), 0);
    assertThat(value(rounding.of(new double[] {0.2}, found))).isEqualTo(0.345);
  }

  private static Lever ofTrainingRows(double place, double lowest, double highest) {
    return Lever.of(
        Action.number("share").roundedTo(place),
        Players.named(List.of("share")),
        List.of("share"),
        new Spreads(new double[] {lowest}, new double[] {highest}, new double[] {0.1}));
  }
}
