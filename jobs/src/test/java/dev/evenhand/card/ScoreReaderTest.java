package dev.evenhand.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.support.TestLake;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decisions d0 to d3 with scores 0.1, 0.1004, 0.9 and 1; d0 and d1 of the north, one positive. */
class ScoreReaderTest {
  @Test
  void countsDecisionsByGroupAndNarrowBinOfScores() {
    TestLake world = TestLake.of("scored");
    String subject = "concat('s', id div 2) AS subject_key";
    world.write(
        UsableDecisions.CONTRACT,
        4,
        "concat('d', id) AS decision_id",
        subject,
        "timestamp'2026-01-01' AS decided_at",
        "cast(map() AS map<string, double>) AS numbers",
        "cast(map() AS map<string, string>) AS categories");
    world.write(
        ProtectedAttributes.CONTRACT,
        1,
        "'s0' AS subject_key",
        "smallint(0) AS subject_bucket",
        "timestamp'2025-01-01' AS valid_from",
        "map('home.region', 'north') AS attributes");
    world.write(
        Predictions.CONTRACT,
        8,
        "if(id < 4, 'm', 'other') AS model",
        "concat('d', id % 4) AS decision_id",
        "if(id < 4, 'test', 'train') AS split",
        "cast(id % 4 = 1 AS double) AS label",
        "cast(element_at(array(0.1, 0.1004, 0.9, 1.0), cast(id % 4 AS int) + 1) AS double) AS score",
        "0D AS decision");

    List<ScoreCell> cells = new ScoreReader(world.context(), List.of("home.region")).of("m");

    assertThat(cells)
        .containsExactly(
            new ScoreCell(null, null, 100, 2, 1, 0.2004),
            new ScoreCell(null, null, 900, 1, 0, 0.9),
            new ScoreCell(null, null, 999, 1, 0, 1.0),
            new ScoreCell("home.region", "north", 100, 2, 1, 0.2004),
            new ScoreCell("home.region", "unknown", 900, 1, 0, 0.9),
            new ScoreCell("home.region", "unknown", 999, 1, 0, 1.0));
  }
}
