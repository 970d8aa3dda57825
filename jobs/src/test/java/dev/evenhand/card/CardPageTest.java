package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.SamplePipeline;
import org.junit.jupiter.api.Test;

class CardPageTest {
  private static final ModelCard CARD =
      ModelCard.of(
          SamplePipeline.of("{metric: equalized_odds_difference, attribute: origin, at_most: 0.1}"),
          SampleEvidence.of());
  private static final String PAGE = CardPage.of(CARD);

  @Test
  void loadsNothingFromAnywhere() {
    assertThat(PAGE)
        .doesNotContainPattern("(src|href|action|data|poster|srcset)\\s*=\\s*[\"']?(https?:)?//")
        .doesNotContainPattern("url\\(\\s*[\"']?(https?:)?//")
        .doesNotContain("@import")
        .contains("default-src 'none'");
  }
}
