package dev.evenhand.govern;

import static dev.evenhand.support.SamplePipeline.CANDIDATE;
import static dev.evenhand.support.SamplePipeline.atLeast;
import static dev.evenhand.support.SamplePipeline.atMost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Gate;
import dev.evenhand.config.GateMetric;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Gates;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.support.FigureRow;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.TestLake;
import java.sql.Timestamp;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GateJobTest {
  private static final String GAP = "equalized_odds_difference";
  private static final Gate GAP_GATE = atMost(GateMetric.EQUALIZED_ODDS_DIFFERENCE, "origin", 0.1);
  private static final Gate AUC_GATE = atLeast(GateMetric.ROC_AUC, null, 0.7);

  private TestLake world;

  @BeforeEach
  void writesWhatTrainAndEvaluateWould() {
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
  void refusesACandidateWhoseGapIsTooWide() {
    measure(0.5, 0.78, gap(0.1321));
    new GateJob(SamplePipeline.of(GAP_GATE, AUC_GATE)).run(world.context());
    assertThat(status(CANDIDATE)).isEqualTo("refused");
    assertThat(GateJob.failures(world.lake(), world.scope()))
        .containsExactly(
            "gate failed: even-odds: equalized_odds_difference by origin is 0.1321;"
                + " it must be at most 0.1");
  }

  @Test
  void failsAGateWhoseFigureIsWithheldAndSaysWhy() {
    measure(0.5, 0.78, gap(null).without("withheld", "group south has fewer than 30 decisions"));
    new GateJob(SamplePipeline.of(GAP_GATE)).run(world.context());
    assertThat(GateJob.failures(world.lake(), world.scope()))
        .containsExactly(
            "gate failed: even-odds: equalized_odds_difference by origin is withheld: group south"
                + " has fewer than 30 decisions; it must be at most 0.1");
  }

  @Test
  void failsAGateWhoseFigureNobodyMeasured() {
    measure(0.5, 0.78, gap(0.04).split("train"));
    new GateJob(SamplePipeline.of(GAP_GATE)).run(world.context());
    assertThat(GateJob.failures(world.lake(), world.scope()))
        .singleElement()
        .asString()
        .contains("is not measured on the test split");
  }

  @Test
  void refusesAConstrainedModelThatSelectsAlmostNobody() {
    measure(0.24, 0.78, gap(0.0));
    new GateJob(SamplePipeline.of()).run(world.context());
    assertThat(gates())
        .extracting(gate -> gate.getAs("metric"), gate -> gate.getAs("passed"))
        .containsExactlyInAnyOrder(
            tuple("selection_rate", false), tuple("roc_auc", true), tuple("roc_auc", true));
    assertThat(GateJob.failures(world.lake(), world.scope()))
        .containsExactly(
            "gate failed: even-odds: selection_rate is 0.24; it must be at least 0.25"
                + " (half the base rate)");
  }

  @Test
  void refusesAConstrainedModelNoBetterThanTheRecencyBaseline() {
    measure(0.5, 0.61, gap(0.0));
    new GateJob(SamplePipeline.of()).run(world.context());
    assertThat(GateJob.failures(world.lake(), world.scope()))
        .containsExactly(
            "gate failed: even-odds: roc_auc is 0.61; it must be more than 0.61"
                + " (baseline recency)");
  }

  @Test
  void judgesByTheWorstReferenceGroupWhereGroupsAreComparedOneByOne() {
    measure(
        0.5,
        0.78,
        FigureRow.of("disparate_impact", 0.9)
            .model(CANDIDATE)
            .between("origin", "ratio")
            .reference("north"),
        FigureRow.of("disparate_impact", 0.7)
            .model(CANDIDATE)
            .between("origin", "ratio")
            .reference("south"));
    new GateJob(SamplePipeline.of(atLeast(GateMetric.DISPARATE_IMPACT, "origin", 0.8)))
        .run(world.context());
    assertThat(GateJob.failures(world.lake(), world.scope()))
        .singleElement()
        .asString()
        .contains("disparate_impact by origin is 0.7; it must be at least 0.8");
  }

  @Test
  void givesTheSameVerdictWhenItRunsAgain() {
    measure(0.5, 0.78, gap(0.2));
    GateJob job = new GateJob(SamplePipeline.of(GAP_GATE));
    job.run(world.context());
    List<Row> first = gates();
    job.run(world.context());
    assertThat(gates()).containsExactlyInAnyOrderElementsOf(first);
    assertThat(status(CANDIDATE)).isEqualTo("refused");
  }

  @Test
  void needsATrainedCandidate() {
    world.write(Models.CONTRACT, List.of(model("majority")));
    assertThatThrownBy(() -> new GateJob(SamplePipeline.of()).run(world.context()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("Model even-odds")
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
        "candidate",
        "models/" + name,
        "00",
        3L,
        100L,
        scala.jdk.javaapi.CollectionConverters.asScala(java.util.Map.of()),
        0.5,
        null,
        null,
        null,
        null,
        Timestamp.from(TestLake.AS_OF));
  }
}
