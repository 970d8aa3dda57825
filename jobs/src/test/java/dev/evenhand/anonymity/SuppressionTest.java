package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.support.Spark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SuppressionTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("age", DataTypes.IntegerType)
          .add("town", DataTypes.StringType)
          .add("ill", DataTypes.StringType)
          .add("origin", DataTypes.StringType)
          .add("id", DataTypes.IntegerType);
  private static final Hierarchy TOWNS =
      Hierarchy.parse("town", List.of("a;x;*", "b;x;*", "c;y;*", "d;y;*", "e;z;*"));
  private static final List<QuasiIdentifier> BOTH =
      List.of(QuasiIdentifier.number("age"), QuasiIdentifier.category("town", TOWNS));
  private static final List<String> NAMES = List.of("age", "town");

  /** Four of 20 and one of 100: with k = 3 no cut is allowed. */
  private static final Dataset<Row> ONE_OUTLIER =
      table(
          row(20, "a", "flu", "north", 1),
          row(20, "a", "flu", "north", 2),
          row(20, "a", "flu", "north", 3),
          row(20, "a", "flu", "north", 4),
          row(100, "a", "cold", "south", 5));

  private static Dataset<Row> table(Row... rows) {
    return Spark.session().createDataFrame(List.of(rows), SCHEMA);
  }

  private static Row row(Object... fields) {
    return RowFactory.create(fields);
  }

  private static KAnonymity method(int k, double most, Recoding recoding) {
    return new KAnonymity(k, BOTH, most, null, List.of(), recoding);
  }

  private static List<String> published(Cuts cuts, Dataset<Row> rows) {
    return cuts.recode(rows).orderBy("id").collectAsList().stream()
        .map(row -> row.getInt(4) + " " + row.get(0) + " " + row.get(1))
        .toList();
  }

  /** Many rows of few combinations; one of fifty is an outlier, and few have no age. */
  private static Dataset<Row> random(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      boolean isOut = random.nextInt(50) == 0;
      Integer age = 20 + 4 * random.nextInt(4) + (isOut ? 40 + random.nextInt(40) : 0);
      String town = String.valueOf((isOut ? "abcde" : "abd").charAt(random.nextInt(3)));
      age = random.nextInt(100) == 0 ? null : age;
      all.add(row(age, town, "ill" + random.nextInt(3), "north", i));
    }
    return table(all.toArray(Row[]::new));
  }

  @ParameterizedTest
  @EnumSource(Recoding.class)
  void leavesOutTheOneThatTheOthersLoseMostBy(Recoding recoding) {
    Cuts without = method(3, 0, recoding).fit(ONE_OUTLIER);
    assertThat(published(without, ONE_OUTLIER)).hasSize(5).contains("1 [20, 100] a");
    // Five rows lose all of their age, one of two columns.
    assertThat(Outcome.of(ONE_OUTLIER, without, 3, null).loss().penalty()).isEqualTo(0.5);
    Cuts cuts = method(3, 0.2, recoding).fit(ONE_OUTLIER);
    assertThat(published(cuts, ONE_OUTLIER))
        .containsExactly("1 20 a", "2 20 a", "3 20 a", "4 20 a");
    Outcome outcome = Outcome.of(ONE_OUTLIER, cuts, 3, null);
    assertThat(outcome.suppressed()).isEqualTo(1);
    // One of five rows loses everything.
    assertThat(outcome.loss().penalty()).isCloseTo(0.2, within(1e-12));
  }

  /**
   * One of 30 from far is left out of four of 20; beside them are three of 90. The class of 20 ends
   * there, so the cut is halfway from 20 to 90, not from 30.
   */
  @ParameterizedTest
  @EnumSource(Recoding.class)
  void cutsDoNotTellWhoWasLeftOut(Recoding recoding) {
    List<QuasiIdentifier> two =
        List.of(QuasiIdentifier.number("age"), QuasiIdentifier.category("town"));
    List<Row> all = new ArrayList<>(List.of(row(30, "far", "flu", "north", 0)));
    for (int i = 1; i <= 7; i++) {
      all.add(row(i <= 4 ? 20 : 90, "near", "flu", "north", i));
    }
    Dataset<Row> rows = table(all.toArray(Row[]::new));
    Cuts cuts = new KAnonymity(3, two, 0.2, null, List.of(), recoding).fit(rows);
    assertThat(leftOut(cuts, rows)).containsExactly(0);
    assertThat(cuts.coding().vocabulary(1)).containsExactly("near");
    if (cuts.assignment() instanceof CutTree tree) {
      assertThat(tree.nodes()).extracting(CutTree.Node::threshold).containsExactly(55.0);
    }
    Cuts walking = new Cuts(cuts.coding(), cuts.assignment(), cuts.classes());
    assertThat(published(walking, rows)).isEqualTo(published(cuts, rows)).contains("1 20 near");
  }

  /**
   * k = 3: three of a and three of c are a class each, and one of b joins one of them until it is
   * left out. Codes are numbered anew: c, which was the third value, is the second.
   */
  @Test
  void valuesThatNobodyKeepsHaveNoCode() {
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add(row(20, i < 3 ? "a" : i < 6 ? "c" : "b", "flu", "north", i));
    }
    Dataset<Row> rows = table(all.toArray(Row[]::new));
    List<QuasiIdentifier> town = List.of(QuasiIdentifier.category("town"));
    KAnonymity method = new KAnonymity(3, town, 0.2);
    Cuts cuts = method.fit(rows);
    assertThat(leftOut(cuts, rows)).containsExactly(6);
    assertThat(cuts.coding().vocabulary(0)).containsExactly("a", "c");
    Cuts walking = new Cuts(cuts.coding(), cuts.assignment(), cuts.classes());
    assertThat(walking.assign(rows, "class").collectAsList())
        .isEqualTo(cuts.assign(rows, "class").collectAsList());
    Cuts again = method.refit(walking, rows);
    assertThat(leftOut(again, rows)).containsExactly(6);
    assertThat(again.coding().vocabulary(0)).containsExactly("a", "c");
  }

  @Test
  void saysOfWhichGroupItWas() {
    Cuts cuts = method(3, 0.2, Recoding.SETS).fit(ONE_OUTLIER);
    assertThat(GroupLoss.of(ONE_OUTLIER, cuts, "origin"))
        .containsExactly(new GroupLoss("north", 4, 0, 0), new GroupLoss("south", 1, 1, 1));
  }

  @ParameterizedTest
  @CsvSource({"0.19, 3", "0.4, 5"})
  void leavesOutNobodyBeyondTheLimitOrBelowK(double most, int k) {
    assertThat(published(method(k, most, Recoding.SETS).fit(ONE_OUTLIER), ONE_OUTLIER)).hasSize(5);
  }

  /** Two rows would lose 0.05 less each, the one left out 0.95 more. */
  @Test
  void leavesOutNobodyWhoLosesMoreThanTheOthersGain() {
    Dataset<Row> rows =
        table(
            row(0, "a", "flu", "north", 1),
            row(0, "a", "flu", "north", 2),
            row(10, "a", "flu", "north", 3),
            row(100, "a", "flu", "north", 4),
            row(100, "a", "flu", "north", 5));
    assertThat(published(method(2, 0.4, Recoding.SETS).fit(rows), rows))
        .hasSize(5)
        .contains("3 [0, 10] a");
  }

  /** Without the outlier everybody in the class would have the flu. */
  @ParameterizedTest
  @EnumSource(Recoding.class)
  void keepsWhoeverARequirementNeeds(Recoding recoding) {
    List<Requirement> two = List.of(new Diversity.Distinct(2));
    Cuts cuts = new KAnonymity(3, BOTH, 0.2, "ill", two, recoding).fit(ONE_OUTLIER);
    assertThat(published(cuts, ONE_OUTLIER)).hasSize(5);
  }

  /** Who is outside all classes would be known not to be published. */
  @Test
  void leavesOutNobodyOfAPopulation() {
    Dataset<Row> rows = ONE_OUTLIER.withColumn("ill", org.apache.spark.sql.functions.lit("1"));
    Cuts cuts = new KAnonymity(3, BOTH, 0.2).in(new Population("ill", 2, 0, 1)).fit(rows);
    assertThat(published(cuts, rows)).hasSize(5);
  }

  /** A branch of three rows is kept and one other row left out, so that the label is lower. */
  @Test
  void lowersALabel() {
    Dataset<Row> rows =
        table(
            row(20, "a", "flu", "north", 1),
            row(20, "b", "flu", "north", 2),
            row(20, "b", "flu", "north", 3),
            row(20, "e", "flu", "south", 4));
    assertThat(published(method(3, 0.25, Recoding.LABELS).fit(rows), rows))
        .containsExactly("1 20 x", "2 20 x", "3 20 x");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 10, SETS",
    "2, 12, SETS",
    "3, 15, SETS",
    "1, 10, LABELS",
    "2, 12, LABELS",
    "3, 15, LABELS"
  })
  void neverLosesMoreAndStaysWithinTheLimit(long seed, int k, Recoding recoding) {
    Dataset<Row> rows = random(seed, 400);
    Cuts cuts = method(k, 0.05, recoding).fit(rows);
    Outcome with = Outcome.of(rows, cuts, k, null);
    Outcome without = Outcome.of(rows, method(k, 0, recoding).fit(rows), k, null);
    assertThat(without.suppressed()).isZero();
    assertThat(with.suppressed()).isBetween(1L, 20L);
    assertThat(with.loss().penalty()).isLessThan(without.loss().penalty());
    assertThat(Verification.of(cuts.recode(rows), NAMES).require(k).rows())
        .isEqualTo(400 - with.suppressed());
    Cuts again = method(k, 0.05, recoding).fit(rows.orderBy("town", "age").repartition(7));
    assertThat(published(again, rows)).isEqualTo(published(cuts, rows));
  }

  @ParameterizedTest
  @EnumSource(Recoding.class)
  void whoeverIsLeftOutStaysSoHoweverTheClassIsFound(Recoding recoding) {
    Dataset<Row> rows = random(5, 400);
    Cuts cuts = method(12, 0.05, recoding).fit(rows);
    List<Integer> left = leftOut(cuts, rows);
    assertThat(left).isNotEmpty();
    Cuts walking = new Cuts(cuts.coding(), cuts.assignment(), cuts.classes());
    assertThat(leftOut(walking, rows)).isEqualTo(left);
    Path folder = Spark.temporary("suppression").resolve("cuts");
    cuts.save(Spark.session(), folder.toString());
    Cuts loaded = Cuts.load(Spark.session(), folder.toString());
    assertThat(leftOut(loaded, rows)).isEqualTo(left);
    if (recoding == Recoding.SETS) {
      KAnonymity method = method(12, 0.05, recoding);
      assertThat(leftOut(method.refit(loaded, rows), rows)).isEqualTo(left);
      assertThat(leftOut(method(12, 0, recoding).refit(loaded, rows), rows)).isEmpty();
    }
  }

  private static List<Integer> leftOut(Cuts cuts, Dataset<Row> rows) {
    return cuts.assign(rows, "class").filter("class IS NULL").orderBy("id").collectAsList().stream()
        .map(row -> row.getInt(4))
        .toList();
  }

  @Test
  void trainingLeavesThemOut() {
    AnonymizerModel model =
        new Anonymizer()
            .setInputCols("age", "town")
            .setK(3)
            .setSuppressAtMost(0.2)
            .fit(ONE_OUTLIER);
    assertThat(model.transform(ONE_OUTLIER).filter("suppressed").collectAsList())
        .extracting(row -> row.getInt(4))
        .containsExactly(5);
  }
}
