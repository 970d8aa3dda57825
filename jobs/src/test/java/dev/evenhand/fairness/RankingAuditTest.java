package dev.evenhand.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RankingAuditTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("day", DataTypes.StringType)
          .add("g", DataTypes.StringType)
          .add("s", DataTypes.DoubleType);

  @Test
  void whoAlternatesHasTheFiguresThatCanBeCountedByHand() {
    AuditResult result =
        audit(
            null,
            List.of(2),
            row("x", "a", 4),
            row("x", "b", 3),
            row("x", "a", 2),
            row("x", "b", 1));
    double third = 1 / log2(3);
    double fifth = 1 / log2(5);
    assertThat(value(result, "a", "exposure")).isCloseTo((1 + 0.5) / 2, within(1e-11));
    assertThat(value(result, "b", "exposure")).isCloseTo((third + fifth) / 2, within(1e-11));
    assertThat(value(result, "a", "selection_rate_at_2")).isEqualTo(0.5);
    assertThat(value(result, "b", "skew_at_2")).isCloseTo(0, within(1e-11));
    // All of the first place, two of three: the divergences from half and half.
    double one = Math.log(2);
    double three = 2 / 3. * Math.log(4 / 3.) + 1 / 3. * Math.log(2 / 3.);
    assertThat(ndkl(result)).isCloseTo((one + 0.5 * three) / (1.5 + third + fifth), within(1e-11));
  }

  @Test
  void equalScoresShareTheirPlaces() {
    AuditResult result =
        audit(
            null,
            List.of(1),
            row("x", "a", 7),
            row("x", "b", 7),
            row("x", "b", 7),
            row("x", "b", 7));
    assertThat(value(result, "a", "exposure")).isEqualTo(value(result, "b", "exposure"));
    assertThat(value(result, "a", "selection_rate_at_1")).isEqualTo(0.25);
    assertThat(value(result, "b", "selection_rate_at_1")).isEqualTo(0.25);
    assertThat(value(result, "a", "skew_at_1")).isCloseTo(0, within(1e-11));
    assertThat(ndkl(result)).isCloseTo(0, within(1e-11));
  }

  @Test
  void whoIsNeverOnTopHasNoSkewButAReason() {
    AuditResult result = audit(null, List.of(1), row("x", "a", 2), row("x", "b", 1));
    Figure skew = find(result, "b", "skew_at_1");
    assertThat(skew.value()).isNull();
    assertThat(skew.reason()).isEqualTo("none of the group is in the top 1");
    assertThat(value(result, "a", "skew_at_1")).isCloseTo(Math.log(2), within(1e-11));
  }

  @Test
  void listsAreRankedEachForItselfOnAnyNumberOfPartitions() {
    Dataset<Row> rows = days(0);
    AuditResult one = RankingAudit.of(rows.coalesce(1), request("day", List.of(5, 20), 30));
    AuditResult nine = RankingAudit.of(rows.repartition(9), request("day", List.of(5, 20), 30));
    assertThat(one.figures()).hasSameSizeAs(nine.figures());
    for (int i = 0; i < one.figures().size(); i++) {
      assertThat(nine.figures().get(i).value()).isEqualTo(one.figures().get(i).value());
    }
    Figure lists =
        one.figures().stream().filter(f -> f.metric().equals("lists")).findFirst().orElseThrow();
    assertThat(lists.value()).isEqualTo(60);
  }

  @Test
  void aGroupThatIsPushedDownStandsOutAndOneThatIsNotDoesNot() {
    Figure hurt = gap(RankingAudit.of(days(0.3), request("day", List.of(10), 30)));
    assertThat(hurt.value()).isLessThan(0);
    assertThat(hurt.ciHigh()).isLessThan(0);
    assertThat(hurt.qValue()).isLessThan(1e-6);
    Figure even = gap(RankingAudit.of(days(0), request("day", List.of(10), 30)));
    assertThat(even.qValue()).isGreaterThan(0.05);
    assertThat(even.ciLow()).isLessThan(0);
    assertThat(even.ciHigh()).isGreaterThan(0);
  }

  @Test
  void aSmallGroupIsNeitherShownNorWhatIsLeftNorComparedWith() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      rows.add(row("day", i < 5 ? "a" : i < 40 ? "b" : "c", i));
    }
    AuditResult result =
        RankingAudit.of(
            Spark.session().createDataFrame(rows, SCHEMA), request("day", List.of(5), 30));
    assertThat(find(result, "a", "exposure").reason())
        .isEqualTo("the group has fewer than 30 rows");
    assertThat(find(result, "b", "exposure").reason())
        .isEqualTo("another group could be reckoned from it");
    assertThat(find(result, "c", "count").value()).isEqualTo(50);
    assertThat(result.figures())
        .noneMatch(figure -> figure.statistic().equals("difference_to_privileged"));
  }

  /** Of 39 and one: the divergence would say at which place the one stands. */
  @Test
  void howAListDivergesIsNotToldWhereAGroupIsWithheld() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(row("day", i == 7 ? "b" : "a", i));
    }
    Dataset<Row> table = Spark.session().createDataFrame(rows, SCHEMA);
    Figure withheld = findNdkl(RankingAudit.of(table, request("day", List.of(5), 30)));
    assertThat(withheld.value()).isNull();
    assertThat(withheld.ciLow()).isNull();
    assertThat(withheld.status()).isEqualTo(Status.WITHHELD);
    assertThat(withheld.reason())
        .isEqualTo("a group is withheld, and this would tell of its places");
    assertThat(ndkl(RankingAudit.of(table, request("day", List.of(5), 1)))).isPositive();
  }

  @Test
  void whatCannotBeRankedIsSaidInOneLine() {
    assertThatThrownBy(() -> audit(null, List.of(1), row("x", "a", Double.NaN), row("x", "a", 1)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("in 1 rows. Correct or drop them.");
    assertThatThrownBy(() -> audit(null, List.of(0), row("x", "a", 1)))
        .isInstanceOf(DataProblem.class)
        .hasMessage("The top of a ranking has 1 or more rows. Correct --top.");
    assertThatThrownBy(() -> audit("week", List.of(1), row("x", "a", 1)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("Column 'week' is not in the table.");
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  private static double value(AuditResult result, String group, String metric) {
    return find(result, group, metric).value();
  }

  private static Figure find(AuditResult result, String group, String metric) {
    return result.figures().stream()
        .filter(figure -> figure.metric().equals(metric) && group.equals(figure.groupValue()))
        .filter(figure -> figure.statistic().equals(Figure.VALUE))
        .findFirst()
        .orElseThrow();
  }

  private static double ndkl(AuditResult result) {
    return findNdkl(result).value();
  }

  private static Figure findNdkl(AuditResult result) {
    return result.figures().stream()
        .filter(figure -> figure.metric().equals("ndkl"))
        .findFirst()
        .orElseThrow();
  }

  private static Figure gap(AuditResult result) {
    return result.figures().stream()
        .filter(figure -> figure.metric().equals("exposure"))
        .filter(figure -> figure.statistic().equals("difference_to_privileged"))
        .findFirst()
        .orElseThrow();
  }

  /** Sixty lists of fifty rows; scores of b are lower by so much. */
  private static Dataset<Row> days(double bias) {
    SplittableRandom random = new SplittableRandom(4);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      String group = random.nextInt(3) == 0 ? "b" : "a";
      double score = Math.round(100 * random.nextDouble()) / 100.0 - (group.equals("b") ? bias : 0);
      rows.add(row("day" + i % 60, group, score));
    }
    return Spark.session().createDataFrame(rows, SCHEMA);
  }

  private static Row row(String day, String group, double score) {
    return RowFactory.create(day, group, score);
  }

  private static RankingRequest request(String list, List<Integer> top, long minGroup) {
    return new RankingRequest(
        "s",
        list,
        top,
        new Grouping(List.of("g"), List.of(), 1, Map.of("g", "a")),
        new AuditOptions(minGroup, Undefined.NULL, 0, 1));
  }

  private static AuditResult audit(String list, List<Integer> top, Row... rows) {
    return RankingAudit.of(
        Spark.session().createDataFrame(List.of(rows), SCHEMA), request(list, top, 1));
  }
}
