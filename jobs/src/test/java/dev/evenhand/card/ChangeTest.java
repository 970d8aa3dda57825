package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.SamplePipeline;
import org.junit.jupiter.api.Test;

class ChangeTest {
  private static final ModelCard NOW =
      ModelCard.of(SamplePipeline.of(SampleEvidence.GATE), SampleEvidence.of());

  @Test
  void ofAFirstVersionSaysThatItIsTheFirst() {
    assertThat(NOW.change().isFirst()).isTrue();
    assertThat(NOW.change().sentence()).contains("first version");
  }

  @Test
  void saysWhetherIntervalsAreApart() {
    ModelCard before =
        ModelCard.of(
            SamplePipeline.of(SampleEvidence.GATE),
            SampleEvidence.withMeasured("roc_auc", 0.7000, 0.6900, 0.7100));
    Change change = NOW.since(before).change();
    Change.FigureLine auc = change.figures().get(0);
    assertThat(auc.name()).isEqualTo("ROC AUC");
    assertThat(auc.before().value()).isEqualTo(0.7);
    assertThat(auc.after().value()).isEqualTo(0.7694);
    assertThat(auc.verdict()).isEqualTo("up, intervals apart");
    assertThat(change.sentence())
        .contains("1 of 22 figures changed so that their intervals are apart");
  }

  @Test
  void namesGatesThatOnlyOneVersionHas() {
    ModelCard before =
        ModelCard.of(
            SamplePipeline.of(SampleEvidence.GATE),
            SampleEvidence.withoutGate("demographic_parity_difference"));
    assertThat(NOW.since(before).change().gates())
        .filteredOn(line -> !line.isSame())
        .containsExactly(
            new Change.TextLine("Demographic parity by age band at most 0.15", null, "passed"));
  }

  @Test
  void takesHouseGatesForTheSameThoughTheirBoundMoves() {
    assertThat(NOW.since(NOW).change().gates())
        .extracting(Change.TextLine::name)
        .contains("ROC AUC more than (baseline recency)");
  }

  @Test
  void comparesRowsAndWeights() {
    Change change = NOW.since(NOW).change();
    assertThat(change.data()).contains(new Change.CountLine("Training rows", 2_974L, 2_974L));
    assertThat(change.importance().get(0).feature()).isEqualTo("frequency_91d");
    assertThat(change.settings()).isEmpty();
  }
}
