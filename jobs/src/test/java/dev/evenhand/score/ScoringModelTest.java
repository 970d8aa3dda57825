package dev.evenhand.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.table.Models;
import dev.evenhand.support.TestLake;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two runs: the first promoted its model, the second was refused. */
class ScoringModelTest {
  private static final String PIPELINE = "spring-offers";
  private static final String FILES = "models/spring-offers/first/fair";

  private static Lake lake;

  @BeforeAll
  static void register() {
    TestLake first = TestLake.of(PIPELINE);
    lake = first.lake();
    lake.files().writeText(lake.files().place(FILES + "/metadata"), "as trained");
    register(first.run("r20260101T000000000"), "2026-01-01", "promoted");
    register(first.run("r20260201T000000000"), "2026-02-01", "refused");
  }

  private static void register(TestLake run, String day, String status) {
    run.write(
        Models.CONTRACT,
        1,
        "'fair' AS model",
        "'fair-logistic-regression' AS estimator",
        "'" + status + "' AS status",
        "'" + FILES + "' AS path",
        "'" + run.lake().files().sha256(FILES) + "' AS sha256",
        "0L AS training_table_version",
        "9L AS training_rows",
        "map('a', 'b') AS parameters",
        "0.5D AS threshold",
        "timestamp'" + day + "' AS trained_at");
  }

  @Test
  void promotedIsTheNewestThatPassedItsGates() {
    assertThat(ScoringModel.find(lake, PIPELINE, "promoted").runId())
        .isEqualTo("r20260101T000000000");
  }

  @Test
  void aNameIsTheNewestOfThatName() {
    assertThat(ScoringModel.find(lake, PIPELINE, "fair").runId()).isEqualTo("r20260201T000000000");
  }

  @Test
  void anUnknownNameIsToldWithThoseThereAre() {
    assertThatThrownBy(() -> ScoringModel.find(lake, PIPELINE, "fiar"))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("no model 'fiar'; it has [fair]");
  }

  @Test
  void filesThatWereChangedAreNotLoaded() {
    ScoringModel model =
        new ScoringModel("fair", "r20260101T000000000", FILES, "what it was before");

    assertThatThrownBy(() -> model.load(lake))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("are not those that govern.models registered");
  }
}
