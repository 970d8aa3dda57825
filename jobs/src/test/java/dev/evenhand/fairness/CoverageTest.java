package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.fairness.Coverage.Case;
import dev.evenhand.fairness.Coverage.Covered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Intervals cover the truth as often as they say.
 *
 * <p>Of 2,000 draws, a true coverage of 95 % leaves the band asserted once in more than 10,000
 * times, and the seed is fixed.
 */
class CoverageTest {
  static Stream<Arguments> casesAndSizes() {
    return Stream.of(Case.values())
        .flatMap(gap -> Coverage.SIZES.stream().map(n -> Arguments.of(gap, n)));
  }

  static Stream<Integer> sizes() {
    return Coverage.SIZES.stream();
  }

  @ParameterizedTest
  @MethodSource("casesAndSizes")
  void aClearGapIsCovered93To97TimesIn100AndOneNear0AtLeast93Times(Case gap, int n) {
    Covered covered = Coverage.of(gap, n);
    double most = gap.isClear() ? 0.97 : 1;
    assertThat(covered.selection()).isBetween(0.93, most);
    assertThat(covered.odds()).isBetween(0.93, most);
    assertThat(covered.auc()).isBetween(0.93, most);
  }

  /** Taken for strangers' the rows of regulars give intervals that miss far too often. */
  @Test
  void gapsAmongPeopleWithTenRowsEachAreCoveredOnceTheirSubjectsAreNamed() {
    for (int people : Coverage.Regulars.SIZES) {
      Covered named = Coverage.Regulars.of(people, true);
      assertThat(named.selection()).isBetween(0.93, 0.97);
      assertThat(named.odds()).isBetween(0.93, 0.97);
      assertThat(named.auc()).isBetween(0.93, 0.97);
      assertThat(Coverage.Regulars.of(people, false).selection()).isLessThan(0.9);
    }
  }

  @Test
  void clearGapsAreATenthOrMore() {
    assertThat(Stream.of(Case.values()).filter(Case::isClear))
        .allSatisfy(
            gap -> {
              assertThat(gap.selectionGap()).isGreaterThanOrEqualTo(0.1);
              assertThat(gap.oddsGap()).isGreaterThanOrEqualTo(0.1);
              assertThat(gap.aucGap()).isGreaterThanOrEqualTo(0.1);
            });
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void underNoBiasAnyQValueBelow005IsSeenInAtMost5DrawsOf100(int n) {
    assertThat(Coverage.falseAlarms(n)).isLessThanOrEqualTo(0.05);
  }

  @Test
  void theReportSaysWhatTheSimulationSays() throws IOException {
    assertThat(Files.readString(Path.of("notebooks-docs/coverage.md"))).contains(Coverage.report());
  }
}
