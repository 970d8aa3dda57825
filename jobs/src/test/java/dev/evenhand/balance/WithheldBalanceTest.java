package dev.evenhand.balance;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.fairness.Figure;
import dev.evenhand.fairness.Withholding;
import dev.evenhand.support.Spark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What the balance of data tells of groups with fewer than three rows: nothing. */
class WithheldBalanceTest {
  private static final int LEAST = 3;
  private static final Dataset<Row> ROWS =
      Spark.session()
          .sql(
              """
              SELECT sex, age, i % 2 AS label
              FROM VALUES ('f', 'old', 3), ('f', 'new', 5), ('m', 'old', 4), ('m', 'new', 6), ('x', 'old', 1)
                AS t(sex, age, n) LATERAL VIEW explode(sequence(1, n)) AS i
              """);

  private static ValueCounts counts(Dataset<Row> rows) {
    return ValueCounts.of(rows, List.of("sex", "age"), "label", null);
  }

  private static List<String> rows(ValueCounts counts, String... attributes) {
    return counts.of(List.of(attributes)).stream()
        .map(count -> String.join(" ", count.values()) + " " + count.rows())
        .toList();
  }

  /** Eight of f, ten of m, one of x: all less f and m would be the one. */
  @Test
  void aSmallGroupCountsTogetherWithTheNextSmallest() {
    ValueCounts all = counts(ROWS);
    ValueCounts told = all.told(DataBalance.withholding(all, all, 1, LEAST));
    assertThat(rows(told, "sex")).containsExactly("(withheld) 9.0", "m 10.0");
    assertThat(rows(told, "age")).containsExactly("new 11.0", "old 8.0");
    List<Figure> figures = DataBalance.of(told, 1);
    assertThat(figures).extracting(Figure::groupValue).doesNotContain("x", "f");
    assertThat(figures).extracting(Figure::reference).doesNotContain("x", "f");
    // label 1: two of the old f, three of the new ones, and the one of x
    assertThat(figures)
        .filteredOn(figure -> figure.metric().equals("label_rate"))
        .filteredOn(figure -> "(withheld)".equals(figure.groupValue()))
        .extracting(Figure::value)
        .containsExactly(6 / 9.);
  }

  /**
   * Nothing is told of x and f, so nothing of the old or new f; the new f would be what the others
   * leave of the new ones, so m goes with them. Ten old and twelve new of d tell of nobody else.
   */
  @Test
  void anIntersectionIsNotWhatAGroupLessTheOthersIs() {
    Dataset<Row> others =
        Spark.session()
            .range(22)
            .selectExpr("'d' AS sex", "if(id < 10, 'old', 'new') AS age", "int(id % 2) AS label");
    ValueCounts all = counts(ROWS.unionByName(others));
    ValueCounts told = all.told(DataBalance.withholding(all, all, 2, LEAST));
    assertThat(rows(told, "sex", "age"))
        .containsExactly("(withheld) (withheld) 19.0", "d new 12.0", "d old 10.0");
    assertThat(rows(told, "sex")).containsExactly("(withheld) 9.0", "d 22.0", "m 10.0");
  }

  /** Repair left nobody of x. */
  @Test
  void whatIsWithheldAfterRepairIsWithheldBefore() {
    ValueCounts before = counts(ROWS);
    ValueCounts after = counts(ROWS.filter("sex <> 'x'"));
    Withholding by = DataBalance.withholding(before, after, 1, LEAST);
    assertThat(rows(before.told(by), "sex")).containsExactly("(withheld) 9.0", "m 10.0");
    assertThat(rows(after.told(by), "sex")).containsExactly("(withheld) 8.0", "m 10.0");
    // 9/19 - 8/18
    assertThat(DataBalance.from("before", before.told(by), after.told(by), 1))
        .filteredOn(figure -> figure.attribute().equals("sex"))
        .filteredOn(figure -> figure.metric().equals("total_variation_distance"))
        .singleElement()
        .extracting(Figure::value, as(InstanceOfAssertFactories.DOUBLE))
        .isCloseTo(5 / 171., within(1e-12));
  }

  @Test
  void withoutAMinimumEverythingIsTold() {
    ValueCounts all = counts(ROWS);
    assertThat(DataBalance.of(all.told(DataBalance.withholding(all, all, 2, 1)), 2))
        .isEqualTo(DataBalance.of(all, 2));
  }
}
