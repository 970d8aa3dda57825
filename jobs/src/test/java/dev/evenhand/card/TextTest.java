package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "0.24131, 24.1%",
    "0.0823, 8.23%",
    "0.999, 99.9%",
    "0.9996, 100%",
    "1, 100%",
    "0, 0%",
    "-0.02, \u22122.00%"
  })
  void writesSharesWithThreeDigits(double share, String text) {
    assertThat(Text.percent(share)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"0.78123; 0.781", "12.345; 12.3", "4930.4; 4,930", "0.00012345; 0.00012", "0; 0"})
  void writesNumbersWithThreeDigits(double value, String text) {
    assertThat(Text.number(value)).isEqualTo(text);
  }

  @Test
  void writesMoneyWithItsCurrencyAndSignInFront() {
    assertThat(Text.money(-5, "EUR")).isEqualTo("\u2212EUR\u00a05");
    assertThat(Text.money(12.5, "")).isEqualTo("12.50");
    assertThat(Text.money(4930.2, "EUR")).isEqualTo("EUR\u00a04,930");
  }

  @Test
  void readsIntersectionsAsTheirParts() {
    assertThat(Text.name("[\"age_band\",\"origin\"]")).isEqualTo("age band \u00d7 origin");
    assertThat(Text.group("[not JSON")).isEqualTo("[not JSON");
  }

  @Test
  void listsNamesAsASentenceDoes() {
    assertThat(Text.list(List.of("age_band", "origin", "income")))
        .isEqualTo("age band, origin and income");
    assertThat(Text.list(List.of("origin"))).isEqualTo("origin");
  }

  @Test
  void ordersBandsByWhereTheyBegin() {
    assertThat(
            List.of("(withheld)", "unknown", "55+", "100-120", "under 35", "35-54").stream()
                .sorted(GroupOrder.READING))
        .containsExactly("under 35", "35-54", "55+", "100-120", "unknown", "(withheld)");
  }
}
