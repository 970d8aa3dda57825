package dev.evenhand.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.support.Spark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class GroupedFiguresTest {
  private static final int LEAST = 3;

  /** Cost 0: nothing was found. */
  private record Explained(String group, double error, double coverage, boolean wins, int cost) {
    static Explained favourable(String group, double error, double coverage) {
      return new Explained(group, error, coverage, true, 0);
    }

    static Explained refused(String group, double coverage, int cost) {
      return new Explained(group, 0, coverage, false, cost);
    }

    String sql() {
      String alternatives =
          cost == 0
              ? "CAST(array() AS array<struct<cost: double>>)"
              : "array(struct(CAST(%d AS double) AS cost), struct(99D AS cost))".formatted(cost);
      return "('%s', %sD, %sD, struct('%s' AS status, %s AS alternatives))"
          .formatted(
              group,
              error,
              coverage,
              wins ? "favourable" : cost == 0 ? "none" : "found",
              alternatives);
    }
  }

  private static final List<Explained> TWO_GROUPS =
      List.of(
          Explained.favourable("a", 0.002, 0.5),
          Explained.refused("a", 0.5, 1),
          Explained.refused("a", 0.7, 2),
          Explained.refused("a", 0.7, 3),
          Explained.refused("b", 0.8, 2),
          Explained.refused("b", 0.8, 2),
          Explained.refused("b", 0.8, 8),
          Explained.refused("b", 0.8, 0));

  private static List<Row> figures(List<Explained> rows) {
    GroupedFigures.Split split =
        new GroupedFigures(LEAST, List.of("g"), true, "r1")
            .of(
                Spark.session()
                    .sql(
                        "SELECT 'even' AS model, * FROM VALUES "
                            + String.join(", ", rows.stream().map(Explained::sql).toList())
                            + " AS t(g, explanation_error, explanation_coverage, recourse)"));
    List<FigureRow> all = new ArrayList<>(split.ofAll());
    all.addAll(split.ofGroups());
    return FigureRow.rows(Spark.session(), all, Instant.EPOCH).collectAsList();
  }

  private static List<Explained> and(List<Explained> some, Explained... more) {
    List<Explained> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }

  private static Row find(List<Row> figures, String group, String metric, String statistic) {
    return figures.stream()
        .filter(row -> metric.equals(row.getAs("metric")))
        .filter(row -> statistic.equals(row.getAs("statistic")))
        .filter(row -> row.getAs("reference") == null)
        .filter(
            row ->
                group == null
                    ? row.getAs("attribute") == null
                    : group.equals(row.getAs("group_value")))
        .reduce((one, other) -> null)
        .orElseThrow();
  }

  private static Row gap(List<Row> figures, String metric) {
    return figures.stream()
        .filter(row -> metric.equals(row.getAs("metric")) && row.getAs("reference") != null)
        .findFirst()
        .orElseThrow();
  }

  private static void is(Row figure, double value, long n) {
    assertThat(figure.<Double>getAs("value")).isCloseTo(value, within(1e-9));
    assertThat(figure.<Long>getAs("n")).isEqualTo(n);
    assertThat(figure.<String>getAs("status")).isEqualTo(Measures.OK);
  }

  private static void isWithheld(Row figure, String reason) {
    assertThat(figure.<String>getAs("status")).isEqualTo(Measures.WITHHELD);
    assertThat(figure.<String>getAs("reason")).isEqualTo(reason);
    assertThat(figure.<Double>getAs("value")).isNull();
    assertThat(figure.<Double>getAs("ci_low")).isNull();
    assertThat(figure.<Long>getAs("n")).isNull();
  }

  @Test
  void figuresAreThoseThatCanBeReckonedByHand() {
    List<Row> figures = figures(TWO_GROUPS);
    is(find(figures, "a", "explanation_error", "max"), 0.002, 4);
    is(find(figures, "b", "explanation_error", "max"), 0, 4);
    is(find(figures, null, "explanation_error", "max"), 0.002, 8);
    is(find(figures, "a", "explanation_coverage", "mean"), 0.6, 4);
    is(find(figures, null, "explanation_coverage", "mean"), 0.7, 8);
    is(find(figures, "a", "recourse_cost", "mean"), 2, 3);
    is(find(figures, "b", "recourse_cost", "mean"), 4, 3);
    is(find(figures, "b", "recourse_cost", "median"), 2, 3);
    is(find(figures, null, "recourse_cost", "mean"), 3, 6);
    is(find(figures, null, "recourse_cost", "median"), 2, 6);
    is(find(figures, "a", "recourse_rate", "value"), 1, 3);
    is(find(figures, "b", "recourse_rate", "value"), 0.75, 4);
    is(find(figures, null, "recourse_rate", "value"), 6 / 7., 7);
    assertThat(gap(figures, "explanation_coverage").<Double>getAs("value"))
        .isCloseTo(0.2, within(1e-9));
    assertThat(gap(figures, "recourse_cost").<Double>getAs("value")).isCloseTo(2, within(1e-9));
    assertThat(gap(figures, "recourse_rate").<Double>getAs("value")).isCloseTo(.25, within(1e-9));
  }

  /** Costs 1, 2, 3: deviation 1, so that half of the interval is 1.96 / √3. */
  @Test
  void meansHaveNormalIntervals() {
    Row mean = find(figures(TWO_GROUPS), "a", "recourse_cost", "mean");
    assertThat(mean.<Double>getAs("ci_low")).isCloseTo(2 - 1.13159, within(1e-5));
    assertThat(mean.<Double>getAs("ci_high")).isCloseTo(2 + 1.13159, within(1e-5));
  }

  @Test
  void aSmallGroupIsWithheldAndTheOneFromWhichItCouldBeReckoned() {
    List<Row> figures = figures(and(TWO_GROUPS, Explained.refused("c", 0.1, 77)));
    for (String metric : List.of("explanation_coverage", "recourse_cost")) {
      isWithheld(find(figures, "c", metric, "mean"), "the group has fewer than 3 rows");
      assertThat(gap(figures, metric).<String>getAs("reason"))
          .isEqualTo("fewer than two groups have a value");
    }
    isWithheld(
        find(figures, "a", "explanation_coverage", "mean"),
        "another group could be reckoned from it");
    is(find(figures, "b", "explanation_coverage", "mean"), 0.8, 4);
    is(find(figures, "b", "recourse_rate", "value"), 0.75, 4);
    isWithheld(
        find(figures, "a", "recourse_cost", "median"), "another group could be reckoned from it");
  }

  @Test
  void twoSmallGroupsThatAreEnoughTogetherHideEachOther() {
    List<Row> figures =
        figures(
            and(
                TWO_GROUPS,
                Explained.refused("c", 0.1, 77),
                Explained.refused("d", 0.1, 77),
                Explained.refused("d", 0.1, 77)));
    is(find(figures, "a", "explanation_coverage", "mean"), 0.6, 4);
    isWithheld(find(figures, "d", "recourse_cost", "mean"), "the group has fewer than 3 rows");
  }

  @Test
  void ofAllTooNothingIsToldOfTooFew() {
    List<Row> figures =
        figures(
            List.of(
                Explained.favourable("a", 0, 0.5),
                Explained.favourable("a", 0, 0.5),
                Explained.favourable("a", 0, 0.5),
                Explained.refused("a", 0.5, 7)));
    is(find(figures, null, "explanation_coverage", "mean"), 0.5, 4);
    for (String statistic : List.of("mean", "median")) {
      isWithheld(find(figures, null, "recourse_cost", statistic), "there are fewer than 3 rows");
      isWithheld(find(figures, "a", "recourse_cost", statistic), "the group has fewer than 3 rows");
    }
    isWithheld(find(figures, null, "recourse_rate", "value"), "there are fewer than 3 rows");
  }

  @Test
  void whereNobodyHasRecourseItsCostIsUndefined() {
    List<Row> figures =
        figures(
            List.of(
                Explained.refused("a", 0.5, 0),
                Explained.refused("a", 0.5, 0),
                Explained.refused("a", 0.5, 0)));
    is(find(figures, null, "recourse_rate", "value"), 0, 3);
    for (String group : new String[] {null, "a"}) {
      for (String statistic : List.of("mean", "median")) {
        Row cost = find(figures, group, "recourse_cost", statistic);
        assertThat(cost.<Double>getAs("value")).isNull();
        assertThat(cost.<String>getAs("status")).isEqualTo(Measures.UNDEFINED);
        assertThat(cost.<String>getAs("reason")).isEqualTo("no row has it");
        assertThat(cost.<Long>getAs("n")).isZero();
      }
    }
  }

  @Test
  void thatNobodyOfASmallGroupHasRecourseIsNotTold() {
    List<Row> figures = figures(and(TWO_GROUPS, Explained.refused("c", 0.1, 0)));
    isWithheld(find(figures, "c", "recourse_cost", "mean"), "the group has fewer than 3 rows");
    isWithheld(find(figures, "c", "recourse_rate", "value"), "the group has fewer than 3 rows");
    List<Row> costs =
        figures.stream()
            .filter(row -> "recourse_cost".equals(row.getAs("metric")))
            .filter(row -> row.getAs("group_value") != null && row.getAs("n") != null)
            .toList();
    assertThat(costs).extracting(row -> row.<String>getAs("group_value")).doesNotContain("c");
    assertThat(costs.stream().map(row -> row.<String>getAs("group_value")).distinct()).hasSize(1);
  }
}
