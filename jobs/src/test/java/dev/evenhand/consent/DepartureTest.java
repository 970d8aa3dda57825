package dev.evenhand.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.support.Spark;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Ten decisions, of which five may be used: of f 4 and 3, of m 5 and 2, of x 1 and 0. */
class DepartureTest {
  private static final Dataset<Row> DECISIONS =
      Spark.session()
          .sql(
              """
              SELECT * FROM VALUES
                ('f', true), ('f', true), ('f', true), ('f', false),
                ('m', true), ('m', true), ('m', false), ('m', false), ('m', false),
                ('x', false) AS t(sex, may)
              """);

  private static List<String> figures(long minGroup) {
    List<FigureRow> figures = Departure.of(DECISIONS, List.of("sex"), "may", minGroup);
    return FigureRow.rows(Spark.session(), figures, Instant.EPOCH)
        .selectExpr("concat_ws(' ', metric, group_value, round(value, 9), 'of', n)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void isTheShareOfTheUsableLessThatOfAll() {
    assertThat(figures(1))
        .containsExactlyInAnyOrder(
            "consent_share_change f 0.2 of 4",
            "consent_share_change m -0.1 of 5",
            "consent_share_change x -0.1 of 1",
            "consent_total_variation 0.2 of 10");
  }

  /** Whether the one person of x allowed it, is not told: f, the next smallest, is with it. */
  @Test
  void aGroupOfOneCountsTogetherWithTheNextSmallest() {
    assertThat(figures(2))
        .containsExactlyInAnyOrder(
            "consent_share_change (withheld) 0.1 of 5",
            "consent_share_change m -0.1 of 5",
            "consent_total_variation 0.1 of 10");
  }

  @Test
  void whereOneGroupWouldBeLeftAllAreOne() {
    assertThat(figures(6))
        .containsExactlyInAnyOrder(
            "consent_share_change (withheld) 0.0 of 10", "consent_total_variation 0.0 of 10");
  }
}
