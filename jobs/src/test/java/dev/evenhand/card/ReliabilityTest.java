package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
  private static final Reliability SAMPLE =
      Reliability.of(SampleEvidence.of(), SampleEvidence.FAIR, 30);

  @Test
  void hasBinsOfAtLeastATenthOfAllDecisionsThatTileTheScores() {
    List<Reliability.Bin> bins = SAMPLE.curves(null).get(0).bins();
    assertThat(bins.get(0).from()).isZero();
    assertThat(bins.get(bins.size() - 1).to()).isEqualTo(1);
    for (int i = 1; i < bins.size(); i++) {
      assertThat(bins.get(i).from()).isEqualTo(bins.get(i - 1).to());
    }
    assertThat(bins).allMatch(bin -> bin.n() * 10 >= SampleFigures.TEST);
    assertThat(bins.stream().mapToLong(Reliability.Bin::n).sum()).isEqualTo(SampleFigures.TEST);
  }

  @Test
  void saysWhatScoresClaimAndWhatCameTrue() {
    // 200 decisions at 0.25, of which 60 are positive; Wilson's interval by hand.
    Evidence evidence = SampleEvidence.withScores(cell(null, 250, 200, 60, 50));
    Reliability.Bin bin =
        Reliability.of(evidence, SampleEvidence.FAIR, 30).curves(null).get(0).bins().get(0);
    assertThat(bin.meanScore()).isEqualTo(0.25);
    assertThat(bin.observed()).isEqualTo(0.3);
    assertThat(bin.low()).isCloseTo(0.24075, within(1e-5));
    assertThat(bin.high()).isCloseTo(0.36679, within(1e-5));
  }

  @Test
  void withholdsBinsOfTooFewDecisionsOfAGroup() {
    Evidence evidence =
        SampleEvidence.withScores(
            cell(null, 250, 300, 90, 75),
            cell("east", 250, 100, 30, 25),
            cell("north", 250, 171, 50, 43),
            cell("south", 250, 29, 10, 7));
    Reliability found = Reliability.of(evidence, SampleEvidence.FAIR, 30);
    assertThat(found.curves("origin"))
        .extracting(Reliability.Curve::group, Reliability.Curve::isShown)
        .containsExactly(
            Tuple.tuple("east", false), Tuple.tuple("north", true), Tuple.tuple("south", false));
    assertThat(found.curves("origin").get(2).bins().get(0).observed()).isNull();
  }

  /** All 200 less the 171 of the north would be the 29 of the south. */
  @Test
  void withholdsAGroupThatWouldTellOfTheOnlyOtherOne() {
    Evidence evidence =
        SampleEvidence.withScores(
            cell(null, 250, 200, 60, 50),
            cell("north", 250, 171, 50, 43),
            cell("south", 250, 29, 10, 7));
    Reliability found = Reliability.of(evidence, SampleEvidence.FAIR, 30);
    assertThat(found.curves(null).get(0).bins().get(0).n()).isEqualTo(200);
    assertThat(found.curves("origin")).noneMatch(Reliability.Curve::isShown);
  }

  /** The south has 90, 5 and 95 decisions: all less the north's middle bin would be the 5. */
  @Test
  void joinsBinsOfTheLargerGroupWhereTheSmallerHasTooFew() {
    List<ScoreCell> cells = new ArrayList<>();
    long[] south = {90, 5, 95};
    for (int i = 0; i < 3; i++) {
      cells.add(cell(null, 100 * i, 200 + south[i], 10, 10));
      cells.add(cell("north", 100 * i, 200, 5, 5));
      cells.add(cell("south", 100 * i, south[i], 5, 5));
    }
    Evidence evidence = SampleEvidence.withScores(cells.toArray(ScoreCell[]::new));
    Reliability found = Reliability.of(evidence, SampleEvidence.FAIR, 30);
    assertThat(found.curves(null).get(0).bins())
        .extracting(Reliability.Bin::n)
        .containsExactly(290L, 205L, 295L);
    assertThat(found.curves("origin").get(0).bins())
        .extracting(Reliability.Bin::n)
        .containsExactly(200L, 400L);
    assertThat(found.curves("origin").get(1).bins())
        .extracting(Reliability.Bin::n)
        .containsExactly(90L, 100L);
  }

  /** All: nine bins of 100. The group: 20 in each, so that two make 40 and the last takes three. */
  @Test
  void joinsBinsUntilAGroupHasEnoughDecisionsInEach() {
    List<ScoreCell> cells = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      cells.add(cell(null, 100 * i, 100, 10, 10));
      cells.add(cell("south", 100 * i, 20, 2, 2));
    }
    Evidence evidence = SampleEvidence.withScores(cells.toArray(ScoreCell[]::new));
    Reliability found = Reliability.of(evidence, SampleEvidence.FAIR, 30);
    assertThat(found.curves(null).get(0).bins()).hasSize(9);
    assertThat(found.curves("origin").get(0).bins())
        .extracting(Reliability.Bin::n)
        .containsExactly(40L, 40L, 40L, 60L);
  }

  @Test
  void ordersGroupsAsAReaderExpects() {
    assertThat(SAMPLE.curves("age_band"))
        .extracting(Reliability.Curve::group)
        .containsExactly("under 35", "35-54", "55-74", "75+");
  }

  private static ScoreCell cell(String group, int bin, long n, long positives, double scores) {
    return new ScoreCell(group == null ? null : "origin", group, bin, n, positives, scores);
  }
}
