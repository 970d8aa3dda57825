package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.SamplePipeline;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CardPageTest {
  private static final ModelCard CARD =
      ModelCard.of(SamplePipeline.of(SampleEvidence.GATE), SampleEvidence.of());
  private static final String PAGE = CardPage.of(CARD);

  /** What a person reads: the page without its scripts and style. */
  private static final String TEXT =
      PAGE.replaceAll("(?s)<(script|style)[^>]*>.*?</\\1>", "")
          .replaceAll("<[^>]+>", " ")
          .replace('\u00a0', ' ')
          .replaceAll("\\s+", " ");

  @Test
  void loadsNothingFromAnywhere() {
    assertThat(PAGE)
        .doesNotContainPattern("(src|href|action|poster|srcset)\\s*=\\s*[\"'](https?:)?//")
        .doesNotContainPattern("<(link|iframe|object|embed|img)\\b[^>]*(https?:)?//")
        .doesNotContainPattern("url\\(\\s*[\"']?(https?:)?//")
        .doesNotContain("@import")
        .contains("default-src 'none'");
  }

  @Test
  void tellsWhatTheConstraintChangedAndCost() {
    assertThat(TEXT)
        .contains("The gap in equalized odds by origin fell from 0.182 to 0.041 on the test split.")
        .contains("The constraint cost 0.012 of ROC AUC, from 0.781 to 0.769.")
        .contains(
            "The constraint cost EUR 310 of value on 1,977 decisions, from EUR 5,240 to"
                + " EUR 4,930.");
  }

  @Test
  void accountsForEveryDecision() {
    assertThat(TEXT)
        .contains("Decisions in the data 6,589 100%")
        .contains("No consent on record \u2212696")
        .contains("Usable decisions 5,893")
        .contains("Left out of the split: outcome not known yet \u2212120")
        .contains("Held back: test 1,977")
        .contains("Held back: validation 775")
        .contains("Suppressed to reach anonymity \u221247")
        .contains("Training rows 2,974");
  }

  @Test
  void marksWithheldCellsWithTheirReasonAndHidesHowSmallTheGroupIs() {
    assertThat(TEXT)
        .contains("75+ &lt; 30 withheld withheld")
        .contains("withheld: fewer than 30 decisions")
        .contains(
            "not shown: groups with fewer than 30 decisions, and those from which one could be "
                + "reckoned (1)");
  }

  @Test
  void tellsWhoPaysForAnonymityAndOfSmallGroupsTogether() {
    assertThat(TEXT).contains("origin north 1.31% 6.12%").contains("origin (withheld) 2.53% 13.2%");
  }

  @Test
  void marksProxiesBesideTheFeatureTheyWeigh() {
    assertThat(TEXT)
        .containsPattern("postal area 8.50% \\[8.15%, 8.85%\\] 8.30% proxy for origin AUC 0.798");
  }

  @Test
  void putsATableBesideEveryChart() {
    long charts = count("data-chart=\"groups-");
    assertThat(charts).isEqualTo(CARD.groupMetrics().size() * 2L);
    assertThat(TEXT)
        .contains("even-odds by origin, with 95% intervals")
        .contains("even-odds by age band, with 95% intervals")
        .contains("even-odds by age band \u00d7 origin, with 95% intervals");
    assertThat(count("<table")).isEqualTo(count("<caption>"));
  }

  @Test
  void showsPlantedTruthBesideWhatWasFound() {
    assertThat(TEXT).contains("Proxy AUC origin postal_area 0.810 0.798");
  }

  @Test
  void escapesWhatPeopleWrote() {
    String hostile = "</script><script>alert(1)</script>";
    ModelCard card =
        ModelCard.of(
            SamplePipeline.of(SampleEvidence.GATE), SampleEvidence.withGroup("origin", hostile));
    assertThat(CardPage.of(card)).doesNotContain("<script>alert(1)");
  }

  @Test
  void hasNoFigureThatIsNotANumber() {
    assertThat(TEXT).doesNotContain("NaN").doesNotContain("Infinity").doesNotContain("null");
  }

  private static long count(String piece) {
    return Pattern.compile(Pattern.quote(piece))
        .matcher(PAGE)
        .results()
        .map(MatchResult::group)
        .count();
  }
}
