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
import java.util.List;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationRemoverTest {
  /** Group a has x = 1, 3; group b, coded 1, has 5, 7: the slope on the code is 4. */
  private static final Dataset<Row> FOUR =
      Spark.session()
          .sql(
              "SELECT * FROM VALUES (1, 'a', 0, 1.0D, 10), (2, 'a', 0, 3.0D, 20), "
                  + "(3, 'b', 1, 5.0D, 10), (4, 'b', 1, 7.0D, 20) AS t(id, group, code, x, y)");

  private static CorrelationRemover remover(String... sensitive) {
    return new CorrelationRemover().setSensitiveCols(sensitive).setInputCols(new String[] {"x"});
  }

  private static List<Double> numbers(Dataset<Row> rows, String column) {
    return rows.orderBy("id").select(column).collectAsList().stream()
        .map(row -> row.getDouble(0))
        .toList();
  }

  private static List<Double> repaired(CorrelationRemover remover, Dataset<Row> rows) {
    return numbers(remover.fit(rows).transform(rows), "x");
  }

  @Test
  void takesTheLinearPartOfACode() {
    assertThat(repaired(remover("code"), FOUR)).containsExactly(3.0, 5.0, 3.0, 5.0);
    LinearEffect effect = remover("code").fit(FOUR).effects().get(0);
    assertThat(effect).isEqualTo(new LinearEffect("code", null, 0.5, List.of(4.0)));
  }

  @Test
  void takesTheMeansOfGroupsOfText() {
    assertThat(repaired(remover("group"), FOUR)).containsExactly(3.0, 5.0, 3.0, 5.0);
    assertThat(remover("group").fit(FOUR).effects())
        .containsExactly(
            new LinearEffect("group", "a", 0, List.of(-2.0)),
            new LinearEffect("group", "b", 0, List.of(2.0)));
  }

  @Test
  void takesTheShareAlpha() {
    assertThat(repaired(remover("code").setAlpha(0.5), FOUR)).containsExactly(2.0, 4.0, 4.0, 6.0);
    assertThat(repaired(remover("code").setAlpha(0), FOUR)).containsExactly(1.0, 3.0, 5.0, 7.0);
  }

  @Test
  void writesToOtherColumnsWhereAsked() {
    CorrelationRemover remover =
        remover("code")
            .setInputCols(new String[] {"x", "y"})
            .setOutputCols(new String[] {"x2", "y2"});
    Dataset<Row> rows = remover.fit(FOUR).transform(FOUR);
    assertThat(rows.columns()).containsExactly("id", "group", "code", "x", "y", "x2", "y2");
    assertThat(numbers(rows, "x")).containsExactly(1.0, 3.0, 5.0, 7.0);
    assertThat(numbers(rows, "x2")).containsExactly(3.0, 5.0, 3.0, 5.0);
    assertThat(numbers(rows, "y2")).containsExactly(10.0, 20.0, 10.0, 20.0);
    assertThat(remover.transformSchema(FOUR.schema()).fieldNames()).isEqualTo(rows.columns());
  }

  @Test
  void weighsRows() {
    Dataset<Row> rows = FOUR.withColumn("w", when(col("id").equalTo(2), 0).otherwise(1));
    assertThat(repaired(remover("code").setWeightCol("w"), rows))
        .as("mean of the code 2/3, slope 6 - 1")
        .satisfies(values -> close(values, 1 + 10 / 3.0, 3 + 10 / 3.0, 5 - 5 / 3.0, 7 - 5 / 3.0));
  }

  private static void close(List<? extends Double> values, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(values.get(i)).isCloseTo(expected[i], within(1e-12));
    }
  }

  private static Dataset<Row> people(int n, long seed) {
    return People.rows(n, seed)
        .withColumn("f", functions.vector_to_array(col("features"), "float64"))
        .select(
            col("id"),
            col("group"),
            col("region"),
            col("w"),
            col("label"),
            col("f").getItem(0).as("x"),
            col("f").getItem(1).as("skill"),
            col("f").getItem(3).plus(1e6).as("noise"));
  }

  @ParameterizedTest
  @ValueSource(longs = {71, 72, 73})
  void groupsHaveEqualMeansAndOverallMeansStay(long seed) {
    Dataset<Row> rows = people(900, seed);
    CorrelationRemover remover =
        remover("group", "region").setInputCols(new String[] {"x", "noise"}).setWeightCol("w");
    Dataset<Row> fair = remover.fit(rows).transform(rows);
    for (String column : List.of("x", "noise")) {
      double overall = mean(rows, column);
      double scale = column.equals("x") ? 1 : 1e6;
      assertThat(mean(fair, column)).isCloseTo(overall, within(1e-10 * scale));
      for (String group : List.of("group = 'a'", "group = 'b'", "region = 'west'")) {
        assertThat(mean(fair.filter(group), column)).isCloseTo(overall, within(1e-10 * scale));
      }
    }
    assertThat(mean(rows.filter("group = 'a'"), "x")).isGreaterThan(mean(rows, "x") + 0.3);
  }

  private static double mean(Dataset<Row> rows, String column) {
    return rows.selectExpr("sum(w * " + column + ") / sum(w)").head().getDouble(0);
  }

  @Test
  void isTheSameOnAnyPartitioning() {
    Dataset<Row> rows = people(2000, 74);
    CorrelationRemover remover = remover("group", "region").setWeightCol("w");
    Dataset<Row> other = rows.repartition(7, col("skill")).orderBy(col("noise"));
    assertThat(remover.fit(other).effects()).isEqualTo(remover.fit(rows).effects());
  }

  @Test
  void survivesConstantAndCollinearColumns() {
    Dataset<Row> rows =
        FOUR.withColumn("twice", col("code").multiply(2)).withColumn("constant", lit(3));
    assertThat(repaired(remover("constant", "code", "twice", "group"), rows))
        .satisfies(values -> close(values, 3, 5, 3, 5));
    CorrelationRemover constant = remover("code").setInputCols(new String[] {"constant"});
    assertThat(numbers(constant.fit(rows).transform(rows), "constant"))
        .containsExactly(3.0, 3.0, 3.0, 3.0);
  }

  @Test
  void leavesUnseenValuesAndMissingNumbersAsTheyAre() {
    Dataset<Row> rows =
        FOUR.withColumn("group", lit("new")).withColumn("code", lit(null).cast("double"));
    assertThat(numbers(remover("group", "code").fit(FOUR).transform(rows), "x"))
        .containsExactly(1.0, 3.0, 5.0, 7.0);
  }

  @Test
  void takesFiveHundredGroups() {
    Dataset<Row> rows = people(5000, 75).withColumn("group", concat(lit("g"), col("id").mod(500)));
    Dataset<Row> fair = remover("group").fit(rows).transform(rows);
    Row spread =
        fair.groupBy("group")
            .agg(org.apache.spark.sql.functions.avg("x").as("m"))
            .selectExpr("max(m) - min(m)")
            .head();
    assertThat(spread.getDouble(0)).isLessThan(1e-9);
  }

  @Test
  void saysWhatIsWrong() {
    refused(remover("code"), FOUR.withColumn("x", lit(Double.NaN)), "column 'x' in 4 of 4 rows");
    refused(remover("code").setWeightCol("w"), FOUR.withColumn("w", lit(0)), "no row has a weight");
    refused(
        remover("code").setWeightCol("w"), FOUR.withColumn("w", lit(-1)), "a row has a negative");
    refused(remover("code"), FOUR.filter("false"), "no row to learn from");
    refused(remover("nobody"), FOUR, "sensitiveCols names column 'nobody'");
    refused(remover(), FOUR, "Name sensitiveCols and inputCols");
    refused(remover("code").setInputCols(new String[] {"group"}), FOUR, "which has no numbers");
  }

  private static void refused(CorrelationRemover remover, Dataset<Row> rows, String message) {
    assertThatThrownBy(() -> remover.fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(message);
  }
}
