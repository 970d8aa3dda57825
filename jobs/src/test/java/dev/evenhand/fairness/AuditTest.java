package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("g", DataTypes.StringType)
          .add("y", DataTypes.IntegerType)
          .add("d", DataTypes.IntegerType)
          .add("s", DataTypes.DoubleType)
          .add("c", DataTypes.StringType);

  private static final AuditOptions ALL_GROUPS = new AuditOptions(1, Undefined.NULL, 0, 1);

  private static Row row(String group, int label, int decision, double score) {
    return RowFactory.create(group, label, decision, score, "x");
  }

  private static Dataset<Row> rows(Row... rows) {
    return Spark.session().createDataFrame(List.of(rows), SCHEMA);
  }

  private static AuditResult audit(Dataset<Row> rows, AuditOptions options, String... controls) {
    return Audit.of(
        rows,
        new AuditRequest(
            Columns.of("y", "d").withScore("s"),
            new Grouping(List.of("g"), List.of(controls), 1, Map.of()),
            options));
  }

  private static Figure find(AuditResult result, String group, String metric) {
    return result.figures().stream()
        .filter(figure -> metric.equals(figure.metric()))
        .filter(figure -> figure.statistic().equals(Figure.VALUE))
        .filter(
            figure ->
                group == null ? figure.attribute() == null : group.equals(figure.groupValue()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ratesAreSharesThatCanBeCountedByHand() {
    AuditResult result =
        audit(
            rows(row("a", 1, 1, .9), row("a", 1, 0, .4), row("a", 0, 0, .2), row("b", 0, 1, .6)),
            ALL_GROUPS);
    assertThat(find(result, "a", "true_positive_rate").value()).isEqualTo(0.5);
    assertThat(find(result, "a", "selection_rate").value()).isCloseTo(1 / 3., within(1e-15));
    assertThat(find(result, "a", "roc_auc").value()).isEqualTo(1);
    assertThat(find(result, null, "accuracy").value()).isEqualTo(0.5);
    assertThat(result.rows()).isEqualTo(4);
  }

  @Test
  void aRateIsNullWithAReasonForAGroupWithoutPositives() {
    Dataset<Row> rows = rows(row("a", 1, 1, .9), row("a", 0, 0, .1), row("b", 0, 1, .6));
    Figure rate = find(audit(rows, ALL_GROUPS), "b", "true_positive_rate");
    assertThat(rate.value()).isNull();
    assertThat(rate.status()).isEqualTo(Status.UNDEFINED);
    assertThat(rate.reason()).isEqualTo("no positive labels");
    AuditOptions asFairlearn = AuditOptions.asFairlearn();
    assertThat(find(audit(rows, asFairlearn), "b", "true_positive_rate").value()).isZero();
  }

  @Test
  void aSmallGroupIsWithheldAndItsCountWithIt() {
    List<Row> rows = new ArrayList<>(Collections.nCopies(40, row("a", 1, 1, .9)));
    rows.addAll(Collections.nCopies(29, row("b", 0, 1, .3)));
    AuditResult result =
        audit(Spark.session().createDataFrame(rows, SCHEMA), AuditOptions.standard());
    Figure count = find(result, "b", "count");
    assertThat(count.status()).isEqualTo(Status.WITHHELD);
    assertThat(count.value()).isNull();
    assertThat(count.n()).isNull();
    assertThat(count.reason()).isEqualTo("the group has fewer than 30 rows");
    assertThat(result.cells()).noneMatch(cell -> "b".equals(cell.groupValue()));
    // All 69 rows less the 40 of a would be those of b.
    Figure other = find(result, "a", "count");
    assertThat(other.status()).isEqualTo(Status.WITHHELD);
    assertThat(other.reason()).isEqualTo("another group could be reckoned from it");
    assertThat(find(result, null, "count").value()).isEqualTo(69);
    assertThat(result.cells()).hasSize(4).allMatch(cell -> cell.groupValue() == null);
    assertThat(result.cells().stream().mapToLong(Cell::n).sum()).isEqualTo(69);
  }

  /** Of 50 rows of a 30 are selected, of 35 of b 14, of 5 of c none. */
  @Test
  void aGroupWithheldBesideASmallOneIsComparedTogetherWithIt() {
    AuditResult result = audit(threeGroups(5), AuditOptions.standard());
    assertThat(find(result, "a", "selection_rate").value()).isEqualTo(0.6);
    assertThat(find(result, "b", "selection_rate").reason())
        .isEqualTo("another group could be reckoned from it");
    assertThat(find(result, "c", "selection_rate").reason())
        .isEqualTo("the group has fewer than 30 rows");
    assertThat(figure(result, "demographic_parity_difference", "between_groups").value())
        .isCloseTo(0.6 - 14 / 40., within(1e-12));
    assertThat(figure(result, "selection_rate", "group_min"))
        .satisfies(least -> assertThat(least.value()).isEqualTo(14 / 40.))
        .satisfies(least -> assertThat(least.groupValue()).isNull());
    assertThat(result.cells()).extracting(Cell::groupValue).containsOnly("a", null);
    assertThat(result.figures())
        .filteredOn(figure -> List.of("b", "c").contains(String.valueOf(figure.groupValue())))
        .allMatch(figure -> figure.status() == Status.WITHHELD);
  }

  @Test
  void groupsThatAreLargeEnoughAreAllTold() {
    AuditResult result = audit(threeGroups(30), AuditOptions.standard());
    assertThat(result.figures()).noneMatch(figure -> figure.status() == Status.WITHHELD);
    assertThat(figure(result, "demographic_parity_difference", "between_groups").value())
        .isCloseTo(0.6, within(1e-12));
  }

  /** Rows 100, 40 / 60, 3 by two attributes: of 43 and 63 the rest would be the 3. */
  @Test
  void anIntersectionIsNotWhatIsLeftOfItsGroups() {
    List<Row> rows = new ArrayList<>(Collections.nCopies(100, pair("a", "x")));
    rows.addAll(Collections.nCopies(40, pair("a", "y")));
    rows.addAll(Collections.nCopies(60, pair("b", "x")));
    rows.addAll(Collections.nCopies(3, pair("b", "y")));
    AuditResult result =
        Audit.of(
            Spark.session().createDataFrame(rows, SCHEMA),
            new AuditRequest(
                Columns.of("y", "d"),
                new Grouping(List.of("g", "c"), List.of(), 2, Map.of()),
                AuditOptions.standard()));
    assertThat(find(result, "a", "count").value()).isEqualTo(140);
    assertThat(find(result, "y", "count").value()).isEqualTo(43);
    assertThat(result.figures())
        .filteredOn(figure -> "[\"g\",\"c\"]".equals(figure.attribute()))
        .filteredOn(figure -> figure.groupValue() != null)
        .isNotEmpty()
        .allMatch(figure -> figure.status() == Status.WITHHELD);
  }

  /** Group a has 40 rows in bin 1 and 45 in bin 9, b 50 and 1: that 1 is somebody's outcome. */
  @Test
  void aReliabilityBinOfOneRowIsNotTold() {
    List<Row> rows = new ArrayList<>(Collections.nCopies(40, row("a", 0, 0, .15)));
    rows.addAll(Collections.nCopies(45, row("a", 1, 1, .95)));
    rows.addAll(Collections.nCopies(50, row("b", 0, 0, .15)));
    rows.add(row("b", 0, 1, .95));
    AuditResult result =
        audit(Spark.session().createDataFrame(rows, SCHEMA), AuditOptions.standard());
    assertThat(find(result, "b", "count").value()).isEqualTo(51);
    for (String group : List.of("a", "b")) {
      assertThat(result.figures())
          .filteredOn(figure -> figure.metric().startsWith("reliability_"))
          .filteredOn(figure -> group.equals(figure.groupValue()))
          .hasSize(8)
          .allMatch(figure -> figure.status() == Status.WITHHELD && figure.value() == null);
    }
    assertThat(result.figures())
        .filteredOn(figure -> figure.attribute() == null)
        .filteredOn(figure -> figure.metric().equals("reliability_count"))
        .extracting(Figure::value)
        .containsExactly(90., 46.);
  }

  private static Row pair(String group, String control) {
    return RowFactory.create(group, 1, 1, .9, control);
  }

  private static Dataset<Row> threeGroups(int third) {
    List<Row> rows = new ArrayList<>(Collections.nCopies(30, row("a", 1, 1, .9)));
    rows.addAll(Collections.nCopies(20, row("a", 0, 0, .9)));
    rows.addAll(Collections.nCopies(14, row("b", 1, 1, .9)));
    rows.addAll(Collections.nCopies(21, row("b", 0, 0, .9)));
    rows.addAll(Collections.nCopies(third, row("c", 0, 0, .9)));
    return Spark.session().createDataFrame(rows, SCHEMA);
  }

  private static Figure figure(AuditResult result, String metric, String statistic) {
    return result.figures().stream()
        .filter(figure -> figure.metric().equals(metric))
        .filter(figure -> figure.statistic().equals(statistic))
        .reduce((one, other) -> null)
        .orElseThrow();
  }

  @Test
  void aMissingProtectedValueIsTheGroupUnknown() {
    AuditResult result = audit(rows(row("a", 1, 1, .9), row(null, 0, 0, .1)), ALL_GROUPS);
    assertThat(find(result, "unknown", "count").value()).isEqualTo(1);
  }

  @Test
  void groupsAreComparedInsideEachControlValueToo() {
    AuditResult result =
        audit(
            rows(
                RowFactory.create("a", 1, 1, .9, "north"),
                RowFactory.create("b", 0, 1, .9, "north"),
                RowFactory.create("a", 1, 0, .9, "south")),
            ALL_GROUPS,
            "c");
    assertThat(result.figures())
        .filteredOn(figure -> "{\"c\":\"north\"}".equals(figure.control()))
        .filteredOn(figure -> figure.metric().equals("selection_rate"))
        .filteredOn(figure -> "a".equals(figure.groupValue()))
        .filteredOn(figure -> figure.statistic().equals(Figure.VALUE))
        .singleElement()
        .satisfies(figure -> assertThat(figure.value()).isEqualTo(1));
  }

  @Test
  void everyGapThatIsDefinedHasAnInterval() {
    Dataset<Row> rows =
        Spark.session()
            .range(3_000)
            .selectExpr(
                "substr('abc', 1 + pmod(id, 3), 1) AS g",
                "CAST(pmod(xxhash64(id), 10) < 4 + pmod(id, 3) AS INT) AS y",
                "pmod(xxhash64(id, 1), 1000) / 1000D AS s")
            .selectExpr("g", "y", "CAST(s + 0.2 * y > 0.6 AS INT) AS d", "s");
    AuditResult result =
        Audit.of(
            rows,
            new AuditRequest(
                Columns.of("y", "d").withScore("s"),
                new Grouping(List.of("g"), List.of(), 1, Map.of("g", "a")),
                new AuditOptions(30, Undefined.NULL, 200, 1)));
    List<Figure> gaps =
        result.figures().stream()
            .filter(Figure::isDefined)
            .filter(
                figure ->
                    figure.statistic().matches("(difference|ratio)_.*|between_groups|to_overall"))
            .filter(figure -> !List.of("count", "four_fifths_rule").contains(figure.metric()))
            .toList();
    assertThat(gaps).hasSizeGreaterThan(150).allMatch(figure -> figure.ciLow() != null);
  }

  @Test
  void neverHoldsNanOrInfinityWhateverTheRows() throws Exception {
    Dataset<Row> oneLabel = rows(row("a", 1, 1, 1), row("b", 1, 1, 0), row("b", 1, 0, 0));
    Dataset<Row> oneGroup = rows(row("a", 0, 0, 0), row("a", 1, 1, 1));
    Dataset<Row> nobody = rows(row("a", 0, 0, 0), row("b", 1, 0, 1));
    for (Dataset<Row> rows : List.of(oneLabel, oneGroup, nobody)) {
      AuditResult result = audit(rows, ALL_GROUPS);
      for (Figure figure : result.figures()) {
        for (Double value :
            new Double[] {figure.value(), figure.ciLow(), figure.ciHigh(), figure.pValue()}) {
          assertThat(value == null || Double.isFinite(value)).as("%s", figure).isTrue();
        }
        assertThat(figure.isDefined()).isEqualTo(figure.value() != null);
        assertThat(figure.isDefined()).isEqualTo(figure.reason() == null);
      }
      String json =
          AuditJson.of(
              new AuditRequest(Columns.of("y", "d").withScore("s"), Grouping.by("g"), ALL_GROUPS),
              result);
      JsonNode tree = new ObjectMapper().readTree(json);
      assertThat(tree.at("/attributes/g/groups/a/count/value").asDouble()).isPositive();
    }
  }

  @Test
  void refusesWhatItCannotUseAndCountsIt() {
    assertThatThrownBy(() -> audit(rows(row("a", 2, 1, .5), row("a", 1, 1, 1.5)), ALL_GROUPS))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("Column 'y': the label is not 0 or 1 in 1 of its rows.")
        .hasMessageContaining("Column 's': the score is not in [0, 1] in 1 of its rows.");
    assertThatThrownBy(() -> audit(rows(), ALL_GROUPS))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("The table has no rows.");
    assertThatThrownBy(() -> audit(rows(row("a", 1, 1, .5)), ALL_GROUPS, "nowhere"))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("Column 'nowhere' is not in the table.");
  }

  @Test
  void refusesAPrivilegedValueThatIsInNoRow() {
    Grouping grouping = new Grouping(List.of("g"), List.of(), 1, Map.of("g", "z"));
    AuditRequest request = new AuditRequest(Columns.of("y", "d"), grouping, ALL_GROUPS);
    assertThatThrownBy(() -> Audit.of(rows(row("a", 1, 1, .5)), request))
        .isInstanceOf(DataProblem.class)
        .hasMessage("The privileged value 'z' of 'g' is in no row. Name one of its 1 values.");
  }

  @Test
  void binsGiveTheExactAreaWithinTheirBound() {
    Dataset<Row> rows =
        Spark.session()
            .range(0, 20_000, 1, 4)
            .selectExpr(
                "cast(id % 3 as string) g",
                "cast(pmod(hash(id, 1), 100) < 30 as int) y",
                "cast(pmod(hash(id, 2), 100) < 40 as int) d",
                "pmod(hash(id, 3), 100000) / 100000 * 0.9 + 0.1 * int(pmod(hash(id, 1), 100) < 30) s",
                "'x' c");
    Columns columns = Columns.of("y", "d").withScore("s");
    AuditRequest request = new AuditRequest(columns, Grouping.by("g"), ALL_GROUPS);
    AuditResult exact = Audit.of(Scan.of(rows, columns, List.of("g")), request);
    AuditResult binned = Audit.of(Scan.of(rows, columns, List.of("g"), 5_000), request);
    assertThat(exact.scores().isExact()).isTrue();
    assertThat(binned.scores().isExact()).isFalse();
    assertThat(binned.scores().cells()).isLessThanOrEqualTo(20_000);
    for (String metric : List.of("roc_auc", "average_precision")) {
      double gap = find(exact, null, metric).value() - find(binned, null, metric).value();
      double bound =
          metric.equals("roc_auc")
              ? binned.scores().aucBound()
              : binned.scores().averagePrecisionBound();
      assertThat(Math.abs(gap)).isLessThanOrEqualTo(bound);
    }
    assertThat(binned.scores().aucBound()).isLessThan(1e-3);
  }

  @Test
  void partitionsAndTheirOrderChangeNothing() {
    Dataset<Row> rows =
        Spark.session()
            .range(0, 5_000, 1, 1)
            .selectExpr(
                "cast(id % 3 as string) g",
                "cast(pmod(hash(id, 1), 2) as int) y",
                "cast(pmod(hash(id, 2), 2) as int) d",
                "pmod(hash(id, 3), 1000) / 1000 s",
                "'x' c");
    AuditResult one = audit(rows, AuditOptions.standard());
    AuditResult many = audit(rows.repartition(7), AuditOptions.standard());
    assertThat(many.figures()).hasSameSizeAs(one.figures());
    for (int i = 0; i < one.figures().size(); i++) {
      Double expected = one.figures().get(i).value();
      Double actual = many.figures().get(i).value();
      assertThat(actual == null).isEqualTo(expected == null);
      if (expected != null) {
        assertThat(actual).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  @Test
  void oneScoreForAllHasNoSpreadAndNoGapInAnyOrderOfRows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 61; i++) {
      rows.add(row(i % 3 == 0 ? "a" : "b", i % 2, i % 2, 15 / 110.0));
    }
    AuditResult result = audit(rows(rows.toArray(Row[]::new)).repartition(7), ALL_GROUPS);

    Figure a = find(result, "a", "mean_score");
    Figure b = find(result, "b", "mean_score");
    assertThat(a.value()).isEqualTo(b.value()).isCloseTo(15 / 110.0, within(1e-12));
    assertThat(a.ciLow()).isEqualTo(a.value()).isEqualTo(a.ciHigh());
    assertThat(result.figures())
        .filteredOn(figure -> figure.metric().equals("mean_score"))
        .filteredOn(figure -> figure.statistic().contains("difference"))
        .isNotEmpty()
        .allSatisfy(figure -> assertThat(figure.value()).isZero())
        .allSatisfy(figure -> assertThat(figure.pValue()).isNull());
  }
}
