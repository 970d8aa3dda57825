package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.config.Energy;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnergyTest {
  @Test
  void isCpuHoursTimesWattsTimesPueTimesIntensity() {
    // 2 core hours x 12 W x 1.67 = 40.08 Wh; x 475 g a kWh = 19.038 g.
    dev.evenhand.card.Energy took = dev.evenhand.card.Energy.of(7_200, Energy.usual());
    assertThat(took.kwh()).isCloseTo(0.04008, within(1e-12));
    assertThat(took.gramsCo2e()).isCloseTo(19.038, within(1e-9));
    assertThat(took.region()).isEqualTo("world mean");
    assertThat(took.cost()).isNull();
  }

  @Test
  void usesTheFilesRegionAndPrices() {
    Energy place =
        new Energy(
            new BigDecimal("10"),
            new BigDecimal("1.2"),
            "Sweden",
            Optional.of(new BigDecimal("20")),
            Optional.of("2 x Example CPU"),
            Optional.of(new BigDecimal("0.05")),
            Optional.of(new BigDecimal("0.30")),
            Optional.of("EUR"));
    // 2 core hours: 24 Wh, 0.48 g; 2 x 0.05 + 0.024 x 0.30 EUR.
    dev.evenhand.card.Energy took = dev.evenhand.card.Energy.of(7_200, place);
    assertThat(took.gramsCo2e()).isCloseTo(0.48, within(1e-12));
    assertThat(took.cost()).isCloseTo(0.1072, within(1e-12));
    assertThat(took.prices()).isEqualTo("EUR\u00a00.05 a core hour and EUR\u00a00.30 a kWh");
  }
}
