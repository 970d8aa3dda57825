package dev.evenhand.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.Spark;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScoreCellsTest {
  private static final SparkSession SPARK = Spark.session();
  private static final long LEAST = SamplePipeline.of().evaluate().minGroup();

  @BeforeAll
  static void views() {
    ScoredWorld.predictions().createOrReplaceTempView("scored");
    ScoredWorld.cells(SamplePipeline.of(), ScoredWorld.predictions())
        .createOrReplaceTempView("cells");
  }

  private static List<Row> sql(String query) {
    return SPARK.sql(query).collectAsList();
  }

  @Test
  void everyCellHoldsTheRowsThatSqlCountsBetweenItsEdges() {
    assertThat(
            sql(
                """
                SELECT c.model, c.split, c.attribute, c.group_value, c.score_low, c.label, c.n, count(s.score) AS counted
                FROM cells c LEFT JOIN scored s ON s.model = c.model AND s.split = c.split AND s.label = c.label
                  AND IF(c.attribute = 'origin', s.origin, s.age_band) = c.group_value
                  AND s.score >= c.score_low AND (s.score < c.score_high OR c.score_high = 1)
                WHERE c.group_value IS NOT NULL GROUP BY ALL HAVING n <> counted"""))
        .isEmpty();
    assertThat(sql("SELECT DISTINCT attribute, group_value FROM cells ORDER BY ALL"))
        .extracting(Row::toString)
        .containsExactly(
            "[age_band,18-34]",
            "[age_band,35-54]",
            "[age_band,55+]",
            "[origin,null]",
            "[origin,east]",
            "[origin,north]",
            "[origin,south]");
  }

  @Test
  void cellsOfAnAttributeHoldEveryDecisionOnce() {
    assertThat(
            sql(
                """
                SELECT model, split, attribute, sum(n) FROM cells GROUP BY ALL EXCEPT
                SELECT model, split, attribute, count(*) FROM scored
                LATERAL VIEW explode(array('origin', 'age_band')) a AS attribute
                WHERE split <> 'train' GROUP BY ALL"""))
        .isEmpty();
  }

  @Test
  void theModelsThresholdIsAnEdgeOfLargeGroupsAndSaysWhatItSelects() {
    assertThat(
            sql(
                """
                SELECT * FROM cells WHERE group_value IN ('north', 'south') AND split = 'test'
                  AND (prediction IS NULL OR prediction <> CAST(score_low >= IF(model = 'even-odds', 0.4321D, 0.5D) AS DOUBLE))"""))
        .isEmpty();
  }

  @Test
  void everyBinHoldsEnoughRowsAndWorthIsThatOfTheFile() {
    assertThat(
            sql(
                "SELECT 1 FROM cells GROUP BY model, split, attribute, group_value, score_low HAVING sum(n) < "
                    + LEAST))
        .isEmpty();
    assertThat(
            sql(
                "SELECT DISTINCT label, value_if_selected, value_if_not, currency, min_n FROM cells ORDER BY ALL"))
        .extracting(Row::toString)
        .containsExactly("[0.0,-5.0,0.0,EUR," + LEAST + "]", "[1.0,40.0,0.0,EUR," + LEAST + "]");
  }
}
