package dev.evenhand.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.support.Spark;
import dev.evenhand.support.TestLake;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * Two persons with equal rows, one in another order of its map, and a third that differs in a
 * category, by which he has two rows.
 */
class ResidualRiskTest {
  private static final Dataset<Row> ROWS =
      Spark.session()
          .sql(
              "SELECT * FROM VALUES"
                  + " (map('a', 1D, 'b', 2D), map('c', 'x'), 'anna'),"
                  + " (map('b', 2D, 'a', 1D), map('c', 'x'), 'ben'),"
                  + " (map('a', 1D, 'b', 2D), map('c', 'y'), 'carl'),"
                  + " (map('a', 1D, 'b', 2D), map('c', 'y'), 'carl')"
                  + " AS features(numbers, categories, subject_key)");

  @Test
  void countsPersonsAloneInAllTheirFeatures() {
    Row unique = figure("unique_features", Optional.empty());
    assertThat(unique.<Double>getAs("value")).isEqualTo(0.333333333333);
    assertThat(unique.<Long>getAs("n")).isEqualTo(3);
  }

  @Test
  void isUndefinedInAPopulationThatNobodyKnows() {
    Row share = figure("population_unique_features", Optional.empty());
    assertThat(share.<Double>getAs("value")).isNull();
    assertThat(share.<String>getAs("status")).isEqualTo("undefined");
    assertThat(share.<String>getAs("reason"))
        .isEqualTo("the file does not say how large the population is");
  }

  @Test
  void isTheSamplesOwnWhereItIsThePopulation() {
    Row share = figure("population_unique_features", Optional.of(3L));
    assertThat(share.<Double>getAs("value")).isEqualTo(0.333333333333);
  }

  @Test
  void isUndefinedWhereThePopulationIsSmallerThanItsSample() {
    Row share = figure("population_unique_features", Optional.of(2L));
    assertThat(share.<String>getAs("reason")).contains("smaller than the training set of 3 rows");
  }

  private static Row figure(String metric, Optional<Long> population) {
    List<FigureRow> figures = new ResidualRisk(population).of(ROWS);
    return FigureRow.rows(Spark.session(), figures, TestLake.AS_OF)
        .filter("metric = '" + metric + "'")
        .head();
  }
}
