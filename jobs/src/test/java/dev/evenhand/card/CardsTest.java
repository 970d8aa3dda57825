package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.govern.ApprovalEntry;
import dev.evenhand.lake.table.Approvals;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.ModelCards;
import dev.evenhand.lake.table.ModelFlags;
import dev.evenhand.pseudonym.Signer;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.Spark;
import dev.evenhand.support.TestLake;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A card over time: written, approved, outdated by an erasure, followed by a second version. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CardsTest {
  private static final Instant LATER = Instant.parse("2026-04-01T09:30:00Z");
  private static final Cards.Wanted CANDIDATE =
      new Cards.Wanted(Optional.empty(), Optional.empty(), Optional.empty());
  private static final Signer SIGNER = FixedKeys.in(Spark.temporary("cards")).keyset().signer();

  private static TestLake world;

  @BeforeAll
  static void writes() {
    world = SampleLake.withCard();
  }

  private static Cards cards() {
    return new Cards(world.lake(), LATER);
  }

  private static Row row(String columns) {
    String place = world.lake().place(ModelCards.CONTRACT);
    return Spark.session()
        .sql(
            "SELECT %s FROM delta.`%s` WHERE status <> 'reference' ORDER BY run_id DESC LIMIT 1"
                .formatted(columns, place))
        .head();
  }

  @Test
  @Order(1)
  void plainSparkSqlReadsTypedColumns() {
    Row row =
        row(
            "roc_auc, as_of, training_rows, gates_passed, gates_failed, kwh, unique_features, needs_retraining, approval");
    assertThat(row.schema().catalogString())
        .isEqualTo(
            "struct<roc_auc:double,as_of:timestamp,training_rows:bigint,gates_passed:bigint,"
                + "gates_failed:bigint,kwh:double,unique_features:double,needs_retraining:boolean,"
                + "approval:string>");
    assertThat(row.getDouble(0)).isEqualTo(0.7694);
    assertThat(row.getTimestamp(1)).isEqualTo(Timestamp.from(TestLake.AS_OF));
    assertThat(row.getLong(3)).isEqualTo(6);
    assertThat(row.getLong(4)).isZero();
    assertThat(row.getDouble(6)).isEqualTo(0.9704);
    assertThat(row.getBoolean(7)).isFalse();
    assertThat(row.isNullAt(8)).isTrue();
  }

  @Test
  @Order(2)
  void whatEachStepTookStandsInTheMetrics() {
    List<Row> rows =
        world
            .lake()
            .readRun(Figures.ENERGY, world.scope())
            .filter("dataset = 'train'")
            .orderBy("metric")
            .select("metric", "value")
            .collectAsList();
    assertThat(rows)
        .extracting(each -> each.getString(0))
        .containsExactly("cpu_seconds", "grams_co2e", "kwh");
    assertThat(rows.get(0).getDouble(1)).isEqualTo(22.72);
  }

  @Test
  @Order(3)
  void aCardIsFoundByItsModelAndWrittenInThreeForms() {
    Cards.Found found = cards().find(CANDIDATE);
    assertThat(found.model()).isEqualTo("even-odds");
    assertThat(cards().text(found, Cards.Format.HTML)).startsWith("<!doctype html>");
    assertThat(cards().text(found, Cards.Format.JSON)).contains("\"schema_version\" : \"0.0.2\"");
    assertThat(cards().text(found, Cards.Format.MARKDOWN)).contains("co2_eq_emissions:");
  }

  @Test
  @Order(4)
  void whatIsNotThereIsNamedWithWhatIs() {
    assertThatThrownBy(
            () ->
                cards()
                    .find(
                        new Cards.Wanted(
                            Optional.empty(), Optional.of("even-ods"), Optional.empty())))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("no card of model even-ods")
        .hasMessageContaining("even-odds, majority, recency, unconstrained");
    Cards.Found reference =
        cards().find(new Cards.Wanted(Optional.empty(), Optional.of("recency"), Optional.empty()));
    assertThatThrownBy(() -> cards().text(reference, Cards.Format.HTML))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("short card");
    assertThat(cards().text(reference, Cards.Format.JSON)).contains("\"recency\"");
  }

  @Test
  @Order(5)
  void anApprovalIsSignedAndShown() {
    enter(new ApprovalEntry.Decision(true, "R. Okafor", "ethics board", Optional.of("one season")));
    cards().refresh(cards().find(CANDIDATE));
    assertThat(row("approval, approved_by").toString()).isEqualTo("[approved,R. Okafor]");
    ModelCard card = CardDocument.read(row("card").getString(0)).orElseThrow();
    assertThat(card.standing().approvals())
        .containsExactly(
            new Approval("approved", "R. Okafor", "ethics board", "one season", LATER, true));
    assertThat(cards().text(cards().find(CANDIDATE), Cards.Format.MARKDOWN))
        .contains("Approved by R. Okafor (ethics board) on 1 April 2026.");
  }

  @Test
  @Order(6)
  void anEntryThatWasChangedSinceDoesNotFitItsSignature() {
    Row entry = world.lake().readPipeline(Approvals.CONTRACT, SamplePipeline.NAME).head();
    Row forged =
        Spark.session()
            .createDataFrame(List.of(entry), entry.schema())
            .selectExpr("* EXCEPT (signed_by)", "'Somebody Else' AS signed_by")
            .head();
    assertThat(Approval.of(entry).isIntact()).isTrue();
    assertThat(Approval.of(forged).isIntact()).isFalse();
  }

  @Test
  @Order(7)
  void aDecisionNeedsAPersonARoleAndAModel() {
    assertThatThrownBy(() -> new ApprovalEntry.Decision(true, " ", "owner", Optional.empty()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("--by and --role");
    ApprovalEntry entry = new ApprovalEntry(Spark.session(), world.lake(), SIGNER);
    assertThatThrownBy(
            () ->
                entry.enter(
                    world.scope(),
                    "nobody",
                    new ApprovalEntry.Decision(false, "A", "owner", Optional.empty()),
                    LATER))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("no model nobody of run r20260301T000000000");
  }

  @Test
  @Order(8)
  void anErasureSinceTrainingIsShownWithoutANewRun() {
    Row flag =
        RowFactory.create(
            "even-odds",
            world.scope().runId(),
            "erasure",
            30L,
            1_804L,
            30.0 / 1_804,
            true,
            "1.66% of the persons it learned from are erased",
            Timestamp.from(LATER));
    world
        .lake()
        .append(
            ModelFlags.CONTRACT,
            Spark.session().createDataFrame(List.of(flag), ModelFlags.CONTRACT.columns()),
            world.scope());
    String text = cards().text(cards().find(CANDIDATE), Cards.Format.MARKDOWN);
    assertThat(text).contains("| erasure | 1 April 2026 | 30 | 1.66% | yes: 1.66% of the persons");
    cards().refreshFlagged();
    assertThat(row("subjects_forgotten, needs_retraining").toString()).isEqualTo("[30,true]");
  }

  @Test
  @Order(9)
  void theNextVersionStandsBesideTheOneBefore() {
    TestLake next = world.run("r20260302T000000000");
    SampleTables.write(next, SampleEvidence.withMeasured("roc_auc", 0.7000, 0.6900, 0.7100));
    new CardJob(SampleLake.pipeline()).run(next.context());
    assertThat(row("version_before").getString(0)).isEqualTo("r20260301T000000000");
    ModelCard card = CardDocument.read(row("card").getString(0)).orElseThrow();
    assertThat(card.change().figures().get(0).verdict()).isEqualTo("down, intervals apart");
    assertThat(card.standing().approvals()).isEmpty();
    Cards.Wanted first =
        new Cards.Wanted(Optional.empty(), Optional.empty(), Optional.of(world.scope().runId()));
    assertThat(cards().find(first).scope().runId()).isEqualTo("r20260301T000000000");
    assertThat(cards().find(CANDIDATE).scope().runId()).isEqualTo("r20260302T000000000");
  }

  private static void enter(ApprovalEntry.Decision decision) {
    new ApprovalEntry(Spark.session(), world.lake(), SIGNER)
        .enter(world.scope(), "even-odds", decision, LATER);
  }
}
