package dev.evenhand.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.config.GateMetric;
import dev.evenhand.support.SamplePipeline;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromiseTest {
  private static final Promise SMALL_GAP =
      Promise.of(
          SamplePipeline.atMost(GateMetric.EQUALIZED_ODDS_DIFFERENCE, "origin", 0.1), "fair");
  private static final Promise GOOD_RATIO =
      Promise.of(SamplePipeline.atLeast(GateMetric.DISPARATE_IMPACT, "origin", 0.8), "fair");

  @Test
  void passesAtItsBound() {
    assertThat(SMALL_GAP.judge(List.of(gap("origin", 0.1))).passed()).isTrue();
  }

  @Test
  void failsBeyondItsBoundAndSaysBoth() {
    GateResult result = SMALL_GAP.judge(List.of(gap("origin", 0.13209)));
    assertThat(result.passed()).isFalse();
    assertThat(result.value()).isEqualTo(0.13209);
    assertThat(result.reason()).isEqualTo("0.1321 is not at most 0.1");
  }

  @Test
  void looksOnlyAtItsOwnAttribute() {
    assertThat(SMALL_GAP.judge(List.of(gap("age_band", 0.9), gap("origin", 0.01))).passed())
        .isTrue();
  }

  @Test
  void failsWithTheReasonWhereTheFigureIsWithheld() {
    Measured withheld =
        new Measured(
            "fair",
            "equalized_odds_difference",
            "origin",
            "between_groups",
            null,
            "withheld",
            "south has fewer than 30 decisions");
    GateResult result = SMALL_GAP.judge(List.of(withheld));
    assertThat(result.passed()).isFalse();
    assertThat(result.value()).isNull();
    assertThat(result.reason()).isEqualTo("withheld: south has fewer than 30 decisions");
  }

  @Test
  void failsWhereNobodyMeasured() {
    assertThat(SMALL_GAP.judge(List.of()).reason()).isEqualTo("not measured on the test split");
  }

  @Test
  void judgesByTheWorstReferenceGroupWhereGroupsAreComparedOneByOne() {
    GateResult result =
        GOOD_RATIO.judge(List.of(ratio("north", 0.9), ratio("south", 0.7), ratio("east", 0.85)));
    assertThat(result.passed()).isFalse();
    assertThat(result.value()).isEqualTo(0.7);
  }

  @Test
  void prefersTheComparisonOfAllGroups() {
    GateResult result =
        GOOD_RATIO.judge(List.of(ratio("between_groups", 0.81), ratio("south", 0.7)));
    assertThat(result.passed()).isTrue();
    assertThat(result.value()).isEqualTo(0.81);
  }

  private static Measured gap(String attribute, double value) {
    return new Measured(
        "fair", "equalized_odds_difference", attribute, "between_groups", value, "ok", null);
  }

  private static Measured ratio(String reference, double value) {
    return new Measured("fair", "disparate_impact", "origin", reference, value, "ok", null);
  }
}
