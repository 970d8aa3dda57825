package dev.evenhand.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values of a pipeline file and the checks of its records. */
class ValuesTest {
  @Test
  void aPercentageIsAnExactShare() {
    assertThat(Percent.of("33.3%").fraction()).isEqualTo(0.333);
    assertThat(Percent.of("12.0%")).isEqualTo(Percent.of("12%"));
    assertThat(Percent.of("100%")).hasToString("100%");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "0.12", "-1%", "100.1%", "%", "1e1%", " 12%"})
  void aPercentageHasItsSignAndIsAShare(String text) {
    assertThatThrownBy(() -> Percent.of(text)).hasMessageContaining("from 0% to 100%");
  }

  @Test
  void daysAreWhole() {
    assertThat(Days.of("28d")).isEqualTo(new Days(28)).hasToString("28d");
    assertThatThrownBy(() -> Days.of("4w")).hasMessageContaining("such as 28d");
  }

  @Test
  void wordsAreSpelledWithHyphensAndMetricsAsInTheTables() {
    assertThat(Estimator.FAIR_LOGISTIC_REGRESSION.word()).isEqualTo("fair-logistic-regression");
    assertThat(GateMetric.ROC_AUC.word()).isEqualTo("roc_auc");
  }

  @Test
  void aStepHasNoMoreDecimalsThanPeopleAreTold() {
    Optional<Double> none = Optional.empty();
    assertThat(new Change(ChangeDirection.UP, none, none, 0.000001, List.of()).step()).isPositive();
    assertThatThrownBy(() -> new Change(ChangeDirection.UP, none, none, 1.0 / 3, List.of()))
        .hasMessageContaining("step has more decimals than people are told");
  }

  @Test
  void aMetricComparesGroupsOrDoesNot() {
    assertThat(GateMetric.VALUE.comparesGroups()).isFalse();
    assertThat(GateMetric.DEMOGRAPHIC_PARITY_DIFFERENCE.comparesGroups()).isTrue();
    assertThat(GateMetric.AVERAGE_ODDS_DIFFERENCE.comparesGroups()).isTrue();
  }

  @Test
  void aRecordMadeInCodeChecksItselfToo() {
    assertThatThrownBy(() -> new Rebalance(RebalanceMethod.REWEIGHING, List.of(), Optional.empty()))
        .hasMessage("by is empty; method reweighing needs one attribute or more; name them");
    Optional<Percent> half = Optional.of(Percent.of("50%"));
    assertThatThrownBy(() -> new Rebalance(RebalanceMethod.REWEIGHING, List.of("a"), half))
        .hasMessage("label_rate is given; method reweighing has none; drop it");
    Optional<Percent> all = Optional.of(Percent.of("100%"));
    assertThatThrownBy(() -> new Rebalance(RebalanceMethod.OVERSAMPLING, List.of("a"), all))
        .hasMessageContaining("more than 0% and less than 100% is allowed");
    assertThatThrownBy(() -> new Decide(Optional.empty(), Optional.empty(), Optional.empty()))
        .hasMessageContaining("exactly one of top, threshold, maximize is allowed");
  }

  @Test
  void aMissingCollectionIsEmpty() {
    assertThat(new Rebalance(RebalanceMethod.NONE, null, null).by()).isEmpty();
  }

  @Test
  void theNearestWordIsCloseOrNone() {
    List<String> words = List.of("csv", "json", "parquet");
    assertThat(Nearest.to("cvs", words)).contains("csv");
    assertThat(Nearest.to("parqet", words)).contains("parquet");
    assertThat(Nearest.to("excel", words)).isEmpty();
  }
}
