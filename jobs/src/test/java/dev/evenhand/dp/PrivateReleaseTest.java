package dev.evenhand.dp;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

class PrivateReleaseTest {
  private static final Guarantee EXACT = guarantee("1000000", "0.1");
  private static final Bounds ONE = new Bounds(1, 1);

  private static Guarantee guarantee(String epsilon, String delta) {
    return new Guarantee(new BigDecimal(epsilon), new BigDecimal(delta), Mechanism.LAPLACE);
  }

  /** {@code n} subjects with rows 0 to 4 in shops 0 to 2: 15 rows each. */
  private static Dataset<Row> visits(int n) {
    return Spark.session()
        .range(n * 15L)
        .selectExpr(
            "concat('s', id DIV 15) AS who",
            "concat('shop', id % 3) AS `the.shop`",
            "CAST(id DIV 3 % 5 AS DOUBLE) AS amount");
  }

  private static PrivateRequest request(
      Bounds bounds, Guarantee guarantee, List<String> by, Measure... measures) {
    return new PrivateRequest(
        Optional.of("who"), by, Map.of(), List.of(measures), bounds, guarantee);
  }

  private static List<PrivateFigure> publish(Dataset<Row> rows, PrivateRequest request) {
    return PrivateRelease.of(rows, request, RandomBits.seeded(1)).publish(cost -> {});
  }

  private static double value(List<PrivateFigure> figures, String group, String measure) {
    return figures.stream()
        .filter(figure -> figure.group().equals(List.of(group)) && figure.measure().equals(measure))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void aSubjectCountsWithItsBoundsAndAllItsRowsAreChosenAlike() {
    Measure bins = Measure.histogram("amount", List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0));
    List<PrivateFigure> figures =
        publish(
            visits(6_000),
            request(
                new Bounds(2, 1),
                EXACT,
                List.of("the.shop"),
                Measure.rows(),
                Measure.subjects(),
                bins));
    double rows = 0;
    for (String shop : List.of("shop0", "shop1", "shop2")) {
      double count = value(figures, shop, "count");
      rows += count;
      assertThat(count).isBetween(3_850.0, 4_150.0); // 4,000 ± 4 deviations
      assertThat(value(figures, shop, "subjects")).isEqualTo(count);
    }
    assertThat(rows).isEqualTo(12_000);
    for (PrivateFigure figure : figures) {
      if (figure.at() != null) {
        assertThat(figure.value()).isBetween(680.0, 920.0); // 800 ± 4.5 deviations
      }
    }
  }

  @Test
  void boundsThatBindNobodyChangeNothing() {
    List<PrivateFigure> figures =
        publish(
            visits(100),
            request(
                new Bounds(3, 5),
                EXACT,
                List.of("the.shop"),
                Measure.rows(),
                Measure.sum("amount", new Range(0, 3)),
                Measure.mean("amount", new Range(0, 4))));
    assertThat(value(figures, "shop1", "count")).isEqualTo(500);
    assertThat(value(figures, "shop1", "sum(amount)")).isCloseTo(900, within(0.01));
    assertThat(value(figures, "shop1", "mean(amount)")).isCloseTo(2, within(0.001));
  }

  @Test
  void whatIsNoNumberIsDroppedAndWhatIsBeyondIsClamped() {
    Dataset<Row> rows =
        Spark.session()
            .sql(
                "SELECT * FROM VALUES ('a', '3'), ('b', 'NaN'), ('c', null), ('d', 'Infinity'),"
                    + " ('e', '-100'), ('f', 'much'), (null, '5') AS rows(who, amount)");
    List<PrivateFigure> figures =
        publish(
            rows,
            request(
                ONE,
                EXACT,
                List.of(),
                Measure.rows(),
                Measure.sum("amount", new Range(-1, 10)),
                Measure.mean("amount", new Range(-1, 10)),
                Measure.histogram("amount", List.of(-1.0, 2.0, 10.0))));
    assertThat(figures.get(0).value()).isEqualTo(6);
    assertThat(figures.get(1).value()).isCloseTo(12, within(0.001));
    assertThat(figures.get(2).value()).isCloseTo(4, within(0.001));
    assertThat(figures.get(3).value()).isEqualTo(1);
    assertThat(figures.get(4).value()).isEqualTo(2);
  }

  @Test
  void noPartitionChangesASum() {
    Dataset<Row> rows = visits(200).withColumn("amount", col("amount").multiply(0.1));
    PrivateRequest request =
        request(new Bounds(1, 15), EXACT, List.of(), Measure.sum("amount", new Range(0, 1)));
    List<Double> sums = new ArrayList<>();
    for (int partitions : new int[] {1, 2, 7}) {
      sums.add(publish(rows.repartition(partitions), request).get(0).value());
    }
    assertThat(sums).containsOnly(sums.get(0));
  }

  @Test
  void publicGroupsAreAllThereAndNoOthers() {
    PrivateRequest request =
        new PrivateRequest(
            Optional.of("who"),
            List.of("the.shop", "kind"),
            Map.of("the.shop", List.of("shop1", "shop9"), "kind", List.of("x", "y")),
            List.of(Measure.rows()),
            ONE,
            guarantee("1", "0"));
    List<PrivateFigure> figures = publish(visits(1_000).withColumn("kind", lit("y")), request);
    assertThat(figures)
        .extracting(PrivateFigure::group)
        .containsExactly(
            List.of("shop1", "x"),
            List.of("shop1", "y"),
            List.of("shop9", "x"),
            List.of("shop9", "y"));
    assertThat(figures.get(1).value()).isBetween(970.0, 1_030.0); // the other groups don't compete
    assertThat(figures.get(2).value()).isBetween(-30.0, 30.0);
    assertThat(request.cost().delta()).isZero();
  }

  @Test
  void groupsOfFewSubjectsAreNotNamed() {
    Dataset<Row> rows =
        Spark.session()
            .range(2_000)
            .selectExpr(
                "id AS who",
                "IF(id < 1000, 'many', IF(id < 1003, 'three', concat('own', id))) AS shop");
    PrivateRequest request =
        request(ONE, guarantee("1", "1e-9"), List.of("shop"), Measure.subjects());
    List<PrivateFigure> figures = publish(rows, request);
    assertThat(figures).extracting(PrivateFigure::group).containsExactly(List.of("many"));
    assertThat(figures.get(0).low()).isLessThan(1_000);
    assertThat(figures.get(0).high()).isGreaterThan(1_000);
    assertThat(request.cost().epsilon()).isEqualByComparingTo("1");
    assertThat(request.cost().delta()).isEqualByComparingTo("1e-9");
    assertThat(request.cost().rho()).isEqualByComparingTo("0.25"); // twice 0.5²/2
  }

  @Test
  void moreGroupsThanTheDriverHoldsAreRefused() {
    PrivateRequest request =
        request(ONE, guarantee("1", "1e-9"), List.of("the.shop"), Measure.rows());
    Dataset<Row> bounded = BoundedRows.of(visits(100), request, 1);
    RandomBits bits = RandomBits.seeded(1);
    // A number of subjects and a count: two for each of the three shops.
    assertThat(new ExactTotals(request, bounded, 6).release(bits).totals()).hasSize(3);
    refused(
        () -> new ExactTotals(request, bounded, 5).release(bits),
        "more than 2 groups",
        "nothing was published",
        "--keys");
  }

  @Test
  void quantilesLieWithinTheirIntervals() {
    Dataset<Row> rows =
        Spark.session().range(20_001).selectExpr("id AS who", "id / 200D AS amount");
    Measure quantiles =
        Measure.quantiles("amount", new Range(0, 100), List.of(0.0, 0.1, 0.5, 0.99));
    List<PrivateFigure> exact = publish(rows, request(ONE, EXACT, List.of(), quantiles));
    assertThat(exact).extracting(PrivateFigure::at).containsExactly("0.0", "0.1", "0.5", "0.99");
    assertThat(exact.get(1).value()).isCloseTo(10, within(0.05));
    assertThat(exact.get(3).value()).isCloseTo(99, within(0.05));
    PrivateRelease release =
        PrivateRelease.of(
            rows, request(ONE, guarantee("0.5", "0"), List.of(), quantiles), RandomBits.seeded(2));
    RandomBits bits = RandomBits.seeded(3);
    int inside = 0;
    for (int i = 0; i < 300; i++) {
      PrivateFigure median = release.drawn(release.plan(), bits).get(2);
      assertThat(median.value()).isBetween(49.0, 51.0);
      inside += median.low() <= 50 && 50 <= median.high() ? 1 : 0;
    }
    assertThat(inside).isBetween(275, 300); // 95 %, and the walk's own steps
  }

  @Test
  void intervalsOfCountsSumsAndMeansHoldWhatNoiseWasAddedTo() {
    Measure[] measures = {
      Measure.rows(),
      Measure.sum("amount", new Range(0, 4)),
      Measure.mean("amount", new Range(0, 4))
    };
    double[] exact = {1_500, 3_000, 2};
    for (Mechanism mechanism : Mechanism.values()) {
      PrivateRequest request =
          request(
              new Bounds(1, 15),
              new Guarantee(BigDecimal.ONE, new BigDecimal("1e-6"), mechanism),
              List.of(),
              measures);
      PrivateRelease release = PrivateRelease.of(visits(100), request, RandomBits.seeded(4));
      int[] inside = new int[3];
      for (int i = 0; i < 2_000; i++) {
        List<PrivateFigure> figures = release.drawn(release.plan(), RandomBits.seeded(1_000 + i));
        for (int j = 0; j < 3; j++) {
          boolean isIn =
              figures.get(j).low() <= exact[j] + 1e-3 && exact[j] - 1e-3 <= figures.get(j).high();
          inside[j] += isIn ? 1 : 0;
        }
      }
      assertThat(inside[0]).isBetween(1_860, 1_940);
      assertThat(inside[1]).isBetween(1_860, 1_940);
      assertThat(inside[2]).isBetween(1_880, 2_000); // two intervals at once: wider
    }
  }

  @Test
  void isChargedBeforeNoiseIsDrawnAndPublishedOnce() {
    PrivateRequest request = request(ONE, guarantee("1", "0"), List.of(), Measure.rows());
    PrivateRelease release = PrivateRelease.of(visits(5), request);
    assertThatThrownBy(
            () ->
                release.publish(
                    cost -> {
                      throw new DataProblem("spent");
                    }))
        .hasMessage("spent");
    List<PrivacyCost> charged = new ArrayList<>();
    assertThat(release.publish(charged::add)).hasSize(1);
    assertThat(charged).containsExactly(request.cost());
    assertThatThrownBy(() -> release.publish(charged::add))
        .hasMessageContaining("published before");
    assertThat(charged).hasSize(1);
  }

  @Test
  void anyRowMayBeASubject() {
    PrivateRequest request =
        new PrivateRequest(
            Optional.empty(),
            List.of("the.shop"),
            Map.of(),
            List.of(Measure.subjects()),
            ONE,
            EXACT);
    assertThat(value(publish(visits(10), request), "shop2", "subjects")).isEqualTo(50);
  }

  @Test
  void saysWhatIsWrong() {
    Measure rows = Measure.rows();
    refused(() -> request(new Bounds(0, 1), EXACT, List.of(), rows), "1 to 1000000 groups, was 0");
    refused(() -> request(ONE, EXACT, List.of()), "Nothing is to be measured");
    refused(() -> request(ONE, EXACT, List.of("who"), rows), "is subject and group");
    refused(() -> request(ONE, EXACT, List.of("a", "a"), rows), "named twice");
    refused(() -> request(ONE, EXACT, List.of(), rows, rows), "measure is named twice");
    refused(() -> request(ONE, guarantee("1", "0"), List.of("a"), rows), "need a delta above 0");
    refused(() -> guarantee("0", "0"), "epsilon must be above 0");
    refused(() -> guarantee("1", "0.5"), "delta must be 0 to 0.1");
    refused(() -> new Guarantee(BigDecimal.ONE, BigDecimal.ZERO, Mechanism.GAUSSIAN), "above 0");
    refused(() -> new Range(3, 3), "lower end below");
    refused(() -> new Range(0, Double.NaN), "lower end below");
    refused(() -> Measure.histogram("x", List.of(1.0, 1.0)), "ascending edges");
    refused(() -> Measure.quantiles("x", new Range(0, 1), List.of(1.5)), "shares of 0 to 1");
    refused(
        () ->
            request(new Bounds(1_000_000, 1_000_000), guarantee("1e-12", "0"), List.of(), rows)
                .cost(),
        "larger than any figure");
    refused(() -> publish(visits(1), request(ONE, EXACT, List.of("no"), rows)), "no column 'no'");
    Dataset<Row> dates = visits(1).withColumn("day", lit("2026-01-01").cast("date"));
    refused(
        () -> publish(dates, request(ONE, EXACT, List.of(), Measure.sum("day", new Range(0, 1)))),
        "Column 'day' is date; sum(day) needs numbers");
  }

  private static void refused(ThrowableAssert.ThrowingCallable call, String... said) {
    assertThatThrownBy(call)
        .isInstanceOf(DataProblem.class)
        .satisfies(
            problem ->
                assertThat(Arrays.asList(said))
                    .allSatisfy(each -> assertThat(problem.getMessage()).contains(each)));
  }
}
