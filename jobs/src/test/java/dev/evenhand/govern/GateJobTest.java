package dev.evenhand.govern;

import static dev.evenhand.support.SamplePipeline.CANDIDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Gates;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.support.FigureRow;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.TestLake;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class GateJobTest {
  private static final String GAP = "equalized_odds_difference";
  private static final String GAP_GATE =
      "{metric: equalized_odds_difference, attribute: origin, at_most: 0.1}";
  private static final String AUC_GATE = "{metric: roc_auc, at_least: 0.7}";

  private static TestLake world;

  @BeforeAll
  static void writesWhatTrainAndEvaluateWould() {
    world = TestLake.of(SamplePipeline.NAME);
    world.write(
        Models.CONTRACT,
        Stream.of("majority", "recency", "unconstrained", CANDIDATE)
            .map(GateJobTest::model)
            .toList());
    // Two of four are positive: the base rate is 0.5 and at least 0.25 must be selected.
    world.write(
        Predictions.CONTRACT, Stream.of(1.0, 1.0, 0.0, 0.0).map(GateJobTest::prediction).toList());
  }

  @Test
  void promotesACandidateThatKeepsEveryGate() {
    measure(0.5, 0.78, gap(0.04));
    new GateJob(SamplePipeline.of(GAP_GATE, AUC_GATE)).run(world.context());
    assertThat(status(CANDIDATE)).isEqualTo("promoted");
    assertThat(status("unconstrained")).isEqualTo("reference");
    assertThat(gates()).hasSize(5).allMatch(gate -> gate.<Boolean>getAs("passed"));
    assertThat(GateJob.failures(world.lake(), world.scope())).isEmpty();
  }

  @Test
  void refusesACandidateWhoseGapIsTooWideAndAgainWhenItRunsAgain() {
    measure(0.5, 0.78, gap(0.1321));
    new GateJob(SamplePipeline.of(GAP_GATE, AUC_GATE)).run(world.context());
    List<Row> first = gates();
    new GateJob(SamplePipeline.of(GAP_GATE, AUC_GATE)).run(world.context());
    assertThat(gates()).containsExactlyInAnyOrderElementsOf(first);
    assertThat(status(CANDIDATE)).isEqualTo("refused");
    assertThat(GateJob.failures(world.lake(), world.scope()))
        .containsExactly(
            "gate failed: even-odds: equalized_odds_difference by origin is 0.1321;"
                + " it must be at most 0.1");
  }

  @Test
  void needsATrainedCandidate() {
    TestLake other = world.run("r20260302T000000000");
    other.write(Models.CONTRACT, List.of(model("majority")));
    assertThatThrownBy(() -> new GateJob(SamplePipeline.of()).run(other.context()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("govern.models has no candidate")
        .hasMessageContaining("Run step 'train' first");
  }

  private void measure(double selectionRate, double auc, FigureRow... fairness) {
    world.figures(
        Figures.PERFORMANCE,
        FigureRow.of("selection_rate", selectionRate).model(CANDIDATE),
        FigureRow.of("selection_rate", 0.01).model(CANDIDATE).group("origin", "south"),
        FigureRow.of("roc_auc", auc).model(CANDIDATE),
        FigureRow.of("roc_auc", 0.5).model("majority"),
        FigureRow.of("roc_auc", 0.61).model("recency"));
    world.figures(Figures.FAIRNESS, fairness);
  }

  private static FigureRow gap(Double value) {
    return FigureRow.of(GAP, value).model(CANDIDATE).between("origin", "difference");
  }

  private List<Row> gates() {
    return world.lake().readRun(Gates.CONTRACT, world.scope()).collectAsList();
  }

  private String status(String model) {
    return world
        .lake()
        .readRun(Models.CONTRACT, world.scope())
        .filter(Models.MODEL.column().equalTo(model))
        .first()
        .getAs(Models.STATUS.name());
  }

  private static Row prediction(double label) {
    return RowFactory.create(CANDIDATE, "d", "test", label, 0.5, label);
  }

  private static Row model(String name) {
    return RowFactory.create(
        name,
        "logistic-regression",
        name.equals(CANDIDATE) ? "candidate" : "reference",
        "models/" + name,
        "00",
        3L,
        100L,
        CollectionConverters.asScala(Map.of()),
        0.5,
        null,
        null,
        null,
        null,
        Timestamp.from(TestLake.AS_OF),
        null,
        null);
  }
}
