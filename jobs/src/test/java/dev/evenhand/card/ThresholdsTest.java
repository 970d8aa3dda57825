package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.config.Pipeline;
import dev.evenhand.support.SamplePipeline;
import org.junit.jupiter.api.Test;

/** 400 decisions: 200 at 0.1 (20 positive), 120 at 0.4 (36), 80 at 0.8 (64). */
class ThresholdsTest {
  private static final Pipeline PIPELINE = SamplePipeline.of(SampleEvidence.GATE);
  private static final Thresholds THRESHOLDS = thresholds();

  private static Thresholds thresholds() {
    Evidence evidence =
        SampleEvidence.withScores(
            new ScoreCell(null, null, 100, 200, 20, 20),
            new ScoreCell(null, null, 400, 120, 36, 48),
            new ScoreCell(null, null, 800, 80, 64, 64));
    Comparison models = Comparison.of(PIPELINE, evidence, SampleEvidence.FAIR);
    return Thresholds.of(PIPELINE, evidence, models, 0.2713);
  }

  @Test
  void saysWhatSelectingFromAScoreOnWouldGive() {
    Thresholds.Point upper = THRESHOLDS.points().get(2);
    assertThat(upper.from()).isEqualTo(0.8);
    assertThat(upper.selected()).isEqualTo(0.2);
    assertThat(upper.truePositiveRate()).isCloseTo(64.0 / 120, within(1e-12));
    assertThat(upper.falsePositiveRate()).isCloseTo(16.0 / 280, within(1e-12));
    assertThat(upper.precision()).isEqualTo(0.8);
    assertThat(upper.value()).isEqualTo(64 * 40 - 16 * 5);
  }

  @Test
  void showsTheChosenOneAsTheTestSplitMeasuredIt() {
    assertThat(THRESHOLDS.points())
        .extracting(Thresholds.Point::from)
        .containsExactly(0.2713, 0.4, 0.8);
    Thresholds.Point chosen = THRESHOLDS.points().get(0);
    assertThat(chosen.isChosen()).isTrue();
    assertThat(chosen.selected()).isEqualTo(0.2013);
    assertThat(chosen.value()).isEqualTo(4_930);
  }

  @Test
  void leavesOutThresholdsThatTooFewDecisionsPassOrFail() {
    Evidence evidence =
        SampleEvidence.withScores(
            new ScoreCell(null, null, 100, 200, 20, 20),
            new ScoreCell(null, null, 800, 29, 20, 23));
    Comparison models = Comparison.of(PIPELINE, evidence, SampleEvidence.FAIR);
    assertThat(Thresholds.of(PIPELINE, evidence, models, 0.2713).points()).hasSize(1);
  }
}
