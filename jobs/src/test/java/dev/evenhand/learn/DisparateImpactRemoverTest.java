package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisparateImpactRemoverTest {
  /** Group a has 1, 2, 3 (2 twice), group b has 2, 4, 6. */
  private static final Dataset<Row> SEVEN =
      Spark.session()
          .sql(
              "SELECT * FROM VALUES (1, 'a', 1.0D), (2, 'a', 2.0D), (3, 'a', 3.0D), "
                  + "(4, 'b', 2.0D), (5, 'b', 4.0D), (6, 'b', 6.0D), (7, 'a', 2.0D) AS t(id, group, x)");

  private static DisparateImpactRemover remover() {
    return new DisparateImpactRemover()
        .setSensitiveCols(new String[] {"group"})
        .setInputCols(new String[] {"x"});
  }

  private static List<Object> repaired(DisparateImpactRemover remover, Dataset<Row> rows) {
    return shown(remover.fit(rows).transform(rows));
  }

  private static List<Object> shown(Dataset<Row> rows) {
    List<Object> values = new ArrayList<>();
    rows.orderBy("id").select("x").collectAsList().forEach(row -> values.add(row.get(0)));
    return values;
  }

  @Test
  void fullRepairGivesEachQuantileTheLowerMedianOfGroups() {
    assertThat(repaired(remover(), SEVEN)).containsExactly(1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 2.0);
  }

  @Test
  void halfARepairGoesHalfWayInRanks() {
    // All values: 1, 2, 3, 4, 6. b: 2 is one rank from 1, rounded to none; 4 two from 2; 6 two
    // from 3.
    assertThat(repaired(remover().setRepairLevel(0.5), SEVEN))
        .containsExactly(1.0, 2.0, 3.0, 2.0, 3.0, 4.0, 2.0);
    assertThat(repaired(remover().setRepairLevel(0), SEVEN)).isEqualTo(shown(SEVEN));
  }

  @Test
  void theMedianOfThreeGroupsIsTheMiddleOne() {
    Dataset<Row> rows =
        SEVEN.union(
            Spark.session()
                .sql("SELECT * FROM VALUES (8, 'c', 0D), (9, 'c', 10D), (10, 'c', 20D)"));
    assertThat(repaired(remover(), rows))
        .containsExactly(1.0, 4.0, 6.0, 1.0, 4.0, 6.0, 4.0, 1.0, 4.0, 6.0);
  }

  @Test
  void theGroupWithTheFewestValuesSetsTheQuantilesUnlessItIsSmall() {
    Dataset<Row> rows = SEVEN.union(Spark.session().sql("SELECT 8, 'c', 100D"));
    assertThat(repaired(remover(), rows))
        .as("one quantile: median of 2, 4 and 100")
        .containsOnly(4.0);
    assertThat(repaired(remover().setMinGroupRows(2), rows))
        .containsExactly(1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 2.0, 2.0);
  }

  @Test
  void movesUnseenNumbersAsTheirNeighbours() {
    DisparateImpactRemoverModel model = remover().fit(SEVEN);
    Dataset<Row> unseen =
        Spark.session()
            .sql(
                "SELECT * FROM VALUES (1, 'b', 3.0D), (2, 'b', 0.0D), (3, 'b', 16.0D), "
                    + "(4, 'z', 5.0D), (5, 'a', double('NaN')), (6, 'a', null) AS t(id, group, x)");
    assertThat(shown(model.transform(unseen))).containsExactly(1.5, -1.0, 13.0, 5.0, null, null);
  }

  private static Dataset<Row> people(int n, long seed) {
    return People.rows(n, seed)
        .withColumn("f", functions.vector_to_array(col("features"), "float64"))
        .select(
            col("id"),
            col("group"),
            col("region"),
            col("f").getItem(0).as("x"),
            col("f").getItem(3).as("noise"));
  }

  @ParameterizedTest
  @CsvSource({"81, 10000", "82, 10000", "83, 50"})
  void fullyRepairedGroupsAreAlikeAndKeepTheirOrder(long seed, int mostValues) {
    Dataset<Row> rows = people(2000, seed);
    DisparateImpactRemover remover =
        remover().setMostValues(mostValues).setOutputCols(new String[] {"fair"});
    Dataset<Row> fair = remover.fit(rows).transform(rows).cache();
    for (double share : new double[] {0.1, 0.5, 0.9}) {
      assertThat(quantile(fair, "a", "fair", share))
          .isCloseTo(quantile(fair, "b", "fair", share), within(0.05));
      assertThat(quantile(fair, "a", "x", share))
          .isGreaterThan(quantile(fair, "b", "x", share) + 0.8);
    }
    for (String group : List.of("a", "b")) {
      List<Row> ordered =
          fair.filter(col("group").equalTo(group)).orderBy("x").select("fair").collectAsList();
      for (int i = 1; i < ordered.size(); i++) {
        assertThat(ordered.get(i).getDouble(0))
            .isGreaterThanOrEqualTo(ordered.get(i - 1).getDouble(0) - 1e-12);
      }
    }
  }

  private static double quantile(Dataset<Row> rows, String group, String column, double share) {
    return rows.filter(col("group").equalTo(group))
        .selectExpr("percentile(" + column + ", " + share + ")")
        .head()
        .getDouble(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, 40})
  void isTheSameOnAnyPartitioning(int mostValues) {
    Dataset<Row> rows = people(1500, 84);
    DisparateImpactRemover remover =
        remover()
            .setSensitiveCols(new String[] {"group", "region"})
            .setInputCols(new String[] {"x", "noise"})
            .setMostValues(mostValues)
            .setRepairLevel(0.7);
    Dataset<Row> other = rows.repartition(7, col("noise")).orderBy(col("noise").desc());
    assertThat(shown(remover.fit(other).transform(other)))
        .isEqualTo(shown(remover.fit(rows).transform(rows)));
  }

  @Test
  void thinsToEquallySpacedPlacesWithTheEnds() {
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      if (GroupValues.isChosen(i, 101, 5)) {
        chosen.add(i);
      }
    }
    assertThat(chosen).containsExactly(0, 25, 50, 75, 100);
  }

  @Test
  void survivesAConstantColumnAndFiveHundredGroups() {
    Dataset<Row> rows = people(3000, 85).withColumn("group", concat(lit("g"), col("id").mod(500)));
    assertThat(repaired(remover(), rows.withColumn("x", lit(7)))).containsOnly(7.0);
    Dataset<Row> fair = remover().fit(rows).transform(rows);
    assertThat(fair.select("x").distinct().count()).as("six values a group").isEqualTo(6);
    assertThat(fair.filter("x is null or isnan(x)").count()).isZero();
  }

  @Test
  void aColumnWithoutNumbersStaysNull() {
    Dataset<Row> rows = SEVEN.withColumn("x", when(lit(false), lit(1.0)));
    assertThat(repaired(remover(), rows)).containsOnlyNulls();
    assertThat(QuantileRepair.of(List.of(), new boolean[0], 1)).isEmpty();
    assertThat(
            QuantileRepair.of(Arrays.asList(new double[] {1}, new double[] {3}), new boolean[2], 1))
        .satisfies(values -> assertThat(values.get(1)).containsExactly(3.0));
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> remover().setInputCols(new String[] {"group"}).fit(SEVEN))
        .isInstanceOf(DataProblem.class)
        .hasMessage("inputCols names column 'group', which has no numbers.");
    assertThatThrownBy(() -> remover().setSensitiveCols(new String[] {"sex"}).fit(SEVEN))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("sensitiveCols names column 'sex'");
    assertThatThrownBy(() -> remover().setRepairLevel(1.1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
