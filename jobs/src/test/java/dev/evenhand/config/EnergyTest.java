package dev.evenhand.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.SamplePipeline;
import org.junit.jupiter.api.Test;

class EnergyTest {
  @Test
  void aRegionNeedsItsFactor() {
    assertThatThrownBy(() -> SamplePipeline.with("energy: {region: Sweden}"))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("region is 'Sweden' without grams_per_kwh");
    Energy sweden =
        SamplePipeline.with("energy: {region: Sweden, grams_per_kwh: 20}").energy().orElseThrow();
    assertThat(sweden.intensity()).isEqualByComparingTo("20");
    assertThat(sweden.wattsPerCore()).isEqualByComparingTo("12");
  }

  @Test
  void pricesAndTheirCurrencyStandTogether() {
    assertThatThrownBy(() -> SamplePipeline.with("energy: {price_per_core_hour: 0.04}"))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("prices and their currency stand together");
    assertThat(
            SamplePipeline.with("energy: {price_per_core_hour: 0.04, currency: EUR}")
                .energy()
                .orElseThrow()
                .cost(100, 1))
        .hasValue(4.0);
  }

  @Test
  void theWorldsMeanHoldsWhereTheFileSaysNothing() {
    assertThat(Energy.usual().intensity()).isEqualByComparingTo("475");
    assertThat(Energy.usual().cost(1, 1)).isEmpty();
  }
}
