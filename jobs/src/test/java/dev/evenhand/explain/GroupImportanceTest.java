package dev.evenhand.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.support.Spark;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What moves the scores of each group, of six decisions by hand. */
class GroupImportanceTest {
  private static final String FROM_THE_EAST =
      " ('m', map('recency', 0.3D, 'tenure', 1D), 'east', 'young'),";

  private static Dataset<Row> figures() {
    return figures(FROM_THE_EAST);
  }

  private static Dataset<Row> figures(String further) {
    Dataset<Row> rows =
        Spark.session()
            .sql(
                "SELECT * FROM VALUES"
                    + further
                    + " ('m', map('recency', 0.5D, 'tenure', -0.25D), 'north', 'old'),"
                    + " ('m', map('recency', -1.5D, 'tenure', 0.25D), 'north', 'young'),"
                    + " ('m', map('recency', 0.1D, 'tenure', 2D), 'south', 'old'),"
                    + " ('other', map('recency', 9D), 'north', 'old'),"
                    + " ('other', map('recency', 9D), 'north', 'old')"
                    + " AS rows(model, contributions, region, `age.band`)");
    List<FigureRow> figures =
        new GroupImportance(2, List.of("region", "age.band"), "run-1").of(rows);
    return FigureRow.rows(Spark.session(), figures, Instant.EPOCH);
  }

  private static Row figure(String model, String attribute, String group, String feature) {
    return figure(figures(), model, attribute, group, feature);
  }

  private static Row figure(
      Dataset<Row> figures, String model, String attribute, String group, String feature) {
    List<Row> found =
        figures
            .filter(
                "metric = 'importance' AND model = '%s' AND attribute = '%s' AND group_value = '%s'"
                        .formatted(model, attribute, group)
                    + " AND statistic = '%s'".formatted(feature))
            .collectAsList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void isTheMeanSizeOfEachGroupsContributions() {
    // (0.5 + 1.5) / 2; the deviation of 0.5 and 1.5 is 1 / sqrt(2), so half is 1.96 / 2
    Row north = figure("m", "region", "north", "recency");
    assertThat(north.<Double>getAs("value")).isEqualTo(1.0);
    assertThat(north.<Double>getAs("ci_low")).isCloseTo(1 - 0.979982, within(1e-6));
    assertThat(north.<Double>getAs("ci_high")).isCloseTo(1 + 0.979982, within(1e-6));
    assertThat(north.<Long>getAs("n")).isEqualTo(2);
    assertThat(north.<String>getAs("status")).isEqualTo("ok");
    assertThat(north.<String>getAs("split")).isEqualTo("test");
    assertThat(north.<String>getAs("model_version")).isEqualTo("run-1");
    // (0.25 + 2) / 2
    assertThat(figure("m", "age.band", "old", "tenure").<Double>getAs("value")).isEqualTo(1.125);
    assertThat(figure("other", "region", "north", "recency").<Double>getAs("value")).isEqualTo(9);
  }

  @Test
  void withholdsGroupsBelowTheMinimum() {
    Row south = figure("m", "region", "south", "recency");
    assertThat(south.isNullAt(south.fieldIndex("value"))).isTrue();
    assertThat(south.isNullAt(south.fieldIndex("n"))).isTrue();
    assertThat(south.isNullAt(south.fieldIndex("ci_low"))).isTrue();
    assertThat(south.<String>getAs("status")).isEqualTo("withheld");
    assertThat(south.<String>getAs("reason")).isEqualTo("the group has fewer than 2 rows");
  }

  /** Without the east, the one of the south is what all three less the two of the north are. */
  @Test
  void withholdsTheGroupFromWhichASmallOneCouldBeReckoned() {
    Dataset<Row> figures = figures("");
    for (String feature : List.of("recency", "tenure")) {
      Row north = figure(figures, "m", "region", "north", feature);
      assertThat(north.isNullAt(north.fieldIndex("value"))).isTrue();
      assertThat(north.isNullAt(north.fieldIndex("n"))).isTrue();
      assertThat(north.<String>getAs("status")).isEqualTo("withheld");
      assertThat(north.<String>getAs("reason"))
          .isEqualTo("another group could be reckoned from it");
    }
    assertThat(figure(figures, "other", "region", "north", "recency").<Double>getAs("value"))
        .isEqualTo(9);
  }

  @Test
  void isOneFigureAModelGroupAndFeature() {
    // m: three regions and two ages with two features each; other: one of each with one feature
    assertThat(figures().count()).isEqualTo(5 * 2 + 2);
  }
}
