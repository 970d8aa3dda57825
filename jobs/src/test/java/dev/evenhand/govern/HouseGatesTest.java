package dev.evenhand.govern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HouseGatesTest {
  private static final List<String> BASELINES = List.of("majority", "recency");

  @Test
  void passAModelThatSelectsEnoughAndBeatsBothBaselines() {
    assertThat(judge(BASELINES, 0.5, 0.25, 0.78)).hasSize(3).allMatch(GateResult::passed);
  }

  @Test
  void failAModelThatSelectsLessThanHalfTheBaseRate() {
    assertThat(judge(BASELINES, 0.5, 0.24, 0.78))
        .filteredOn(result -> !result.passed())
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.reason())
                  .isEqualTo("0.24 is not at least 0.25 (half the base rate)");
              assertThat(result.promise().setBy()).isEqualTo("house");
            });
  }

  @Test
  void failAModelThatOnlyEqualsABaseline() {
    assertThat(judge(BASELINES, 0.5, 0.5, 0.61))
        .filteredOn(result -> !result.passed())
        .singleElement()
        .extracting(GateResult::reason)
        .isEqualTo("0.61 is not more than 0.61 (baseline recency)");
  }

  @Test
  void askForMoreThanChanceWhereThereIsNoBaseline() {
    assertThat(judge(List.of(), 0.5, 0.5, 0.5))
        .filteredOn(result -> !result.passed())
        .singleElement()
        .extracting(GateResult::reason)
        .isEqualTo("0.5 is not more than 0.5 (chance)");
  }

  @Test
  void failWithoutTestDecisions() {
    assertThat(judge(BASELINES, null, 0.5, 0.78))
        .filteredOn(result -> !result.passed())
        .singleElement()
        .extracting(GateResult::reason)
        .isEqualTo("the test split has no decisions of fair");
  }

  @Test
  void failWhereATrainedBaselineWasNotMeasured() {
    assertThat(judge(List.of("popularity"), 0.5, 0.5, 0.78))
        .filteredOn(result -> !result.passed())
        .singleElement()
        .extracting(GateResult::reason)
        .isEqualTo("roc_auc of baseline popularity was not measured");
  }

  private static List<GateResult> judge(
      List<String> baselines, Double baseRate, double selectionRate, double auc) {
    return new HouseGates("fair", baselines, baseRate)
        .judge(
            List.of(
                figure("fair", "selection_rate", selectionRate),
                figure("fair", "roc_auc", auc),
                figure("majority", "roc_auc", 0.5),
                figure("recency", "roc_auc", 0.61)));
  }

  private static Measured figure(String model, String metric, double value) {
    return new Measured(model, metric, null, null, value, "ok", null);
  }
}
