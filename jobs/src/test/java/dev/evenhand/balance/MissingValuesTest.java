package dev.evenhand.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.fairness.Figure;
import dev.evenhand.support.Spark;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class MissingValuesTest {
  private static final Dataset<Row> ROWS =
      Spark.session()
          .sql(
              """
              SELECT map('age', age, 'spent', 1.0D) AS numbers, IF(town = '-', map('x', 'y'), map('town', town, 'x', 'y')) AS categories, g
              FROM VALUES
                (1.0D, 'p', 'a'), (NULL, 'p', 'a'), (NULL, '-', 'a'), (3.0D, 'q', 'a'),
                (2.0D, NULL, 'b'), (3.0D, '-', 'b') AS t(age, town, g)
              """);

  @Test
  void aGroupsShareIsOfItsRowsWithoutAValueOrWithoutTheFeature() {
    List<Figure> figures = MissingValues.of(ROWS, List.of("g"), 1);
    assertThat(value(figures, "a", "age")).isEqualTo(0.5);
    assertThat(value(figures, "b", "age")).isZero();
    assertThat(value(figures, "a", "town")).isEqualTo(0.25);
    assertThat(value(figures, "b", "town")).isEqualTo(1);
    assertThat(value(figures, null, "town")).isEqualTo(0.75);
    assertThat(figures.get(0).ciLow()).isLessThan(0.5);
  }

  @Test
  void whatNoRowLacksAndSmallGroupsArePassedOver() {
    assertThat(MissingValues.of(ROWS, List.of("g"), 1))
        .noneMatch(figure -> figure.reference().equals("spent") || figure.reference().equals("x"));
    assertThat(MissingValues.of(ROWS, List.of("g"), 3))
        .noneMatch(figure -> "b".equals(figure.groupValue()));
  }

  /** Of another attribute it is known how many rows of all lack a feature. */
  @Test
  void nothingIsToldOfAGroupThatAllLessTheOthersWouldBe() {
    Dataset<Row> rows = ROWS.withColumn("of all", functions.lit("everyone"));
    List<Figure> figures = MissingValues.of(rows, List.of("g", "of all"), 3);
    assertThat(value(figures, "everyone", "town")).isEqualTo(0.5);
    assertThat(figures).noneMatch(figure -> "g".equals(figure.attribute()));
  }

  private static double value(List<Figure> figures, String group, String feature) {
    return figures.stream()
        .filter(figure -> feature.equals(figure.reference()))
        .filter(figure -> Objects.equals(group, figure.groupValue()))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
