package dev.evenhand.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Small tables whose best thresholds can be found by hand or by trying all. */
class GroupThresholdsTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("group", DataTypes.StringType)
          .add("score", DataTypes.DoubleType)
          .add("label", DataTypes.DoubleType)
          .add("w", DataTypes.DoubleType);

  /** Rows of a group: its scores in tenths, and which of them are positives. */
  private static List<Row> rows(String group, int[] tenths, int[] labels) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < tenths.length; i++) {
      long id = group.hashCode() * 100L + i;
      rows.add(RowFactory.create(id, group, tenths[i] / 10.0, (double) labels[i], 1.0));
    }
    return rows;
  }

  private static Dataset<Row> table(List<Row> first, List<Row> second) {
    List<Row> all = new ArrayList<>(first);
    all.addAll(second);
    return Spark.session().createDataFrame(all, SCHEMA);
  }

  /** The scores of a tell its labels; b's tell nothing. */
  private static Dataset<Row> sharpAndDull() {
    return table(
        rows("a", new int[] {9, 9, 2, 2}, new int[] {1, 1, 0, 0}),
        rows("b", new int[] {5, 5, 5, 5}, new int[] {1, 1, 0, 0}));
  }

  private static GroupThresholds thresholds(String constraint, double bound) {
    return new GroupThresholds()
        .setSensitiveCols(new String[] {"group"})
        .setConstraint(constraint)
        .setBound(bound)
        .setKeyCol("id");
  }

  private static Map<String, GroupPolicy> policies(GroupThresholdsModel model) {
    Map<String, GroupPolicy> policies = new TreeMap<>();
    model.policies().forEach(policy -> policies.put(String.join("|", policy.group()), policy));
    return policies;
  }

  @Test
  void chanceBringsTheDullGroupToTheSharpOnesSelectionRate() {
    GroupThresholdsModel model =
        thresholds("demographic-parity", 0).setRandomized(true).fit(sharpAndDull());
    GroupPolicy a = policies(model).get("a");
    assertThat(a.chance(0.9)).isEqualTo(1);
    assertThat(a.chance(0.2)).isZero();
    assertThat(policies(model).get("b").chance(0.5)).isCloseTo(0.5, within(1e-12));
    assertThat(model.summary().orElseThrow().accuracy()).isCloseTo(0.75, within(1e-12));
    assertThat(model.summary().orElseThrow().violation()).isCloseTo(0, within(1e-12));
  }

  @Test
  void equalizedOddsBringsTheSharpGroupDownToTheDull() {
    GroupThresholdsModel model =
        thresholds("equalized-odds", 0).setRandomized(true).fit(sharpAndDull());
    GroupPolicy a = policies(model).get("a");
    assertThat(a.chance(0.9)).isCloseTo(a.chance(0.2), within(1e-9));
    assertThat(model.summary().orElseThrow().accuracy()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void aBoundOfOddsLetsTheSharpGroupBeBetterByIt() {
    GroupThresholdsModel model =
        thresholds("equalized-odds", 0.2).setRandomized(true).fit(sharpAndDull());
    GroupThresholdsSummary summary = model.summary().orElseThrow();
    // b lies on the diagonal at (x, x); a at (x - 0.2, x + 0.2): 0.2 more of each label is right
    assertThat(summary.violation()).isCloseTo(0.2, within(1e-9));
    assertThat(summary.accuracy()).isCloseTo(0.6, within(1e-9));
  }

  @Test
  void withoutChanceABoundOfOneIsTheBestThresholdOfEachGroup() {
    GroupThresholdsModel model = thresholds("demographic-parity", 1).fit(sharpAndDull());
    assertThat(policies(model).get("a").thresholds()).containsExactly(0.9);
    assertThat(model.policies()).noneMatch(GroupPolicy::isRandom);
    assertThat(model.summary().orElseThrow().accuracy()).isEqualTo(0.75);
    assertThat(model.summary().orElseThrow().isMet()).isTrue();
  }

  @Test
  void valueDecidesWhereAccuracyIsIndifferent() {
    Map<String, Double> values = Map.of("true_positive", 40.0, "false_positive", -5.0);
    GroupThresholdsModel model =
        thresholds("demographic-parity", 1).setValue(values).fit(sharpAndDull());
    assertThat(policies(model).get("b").chance(0.5)).isEqualTo(1);
    assertThat(policies(model).get("a").chance(0.2)).isZero();
    Map<String, Double> dear = Map.of("true_positive", 40.0, "false_positive", -50.0);
    GroupThresholdsModel careful =
        thresholds("demographic-parity", 1).setValue(dear).fit(sharpAndDull());
    assertThat(policies(careful).get("b").chance(0.5)).isZero();
  }

  @Test
  void weightsCountAsRepeatedRows() {
    Dataset<Row> once = sharpAndDull().selectExpr("*", "if(label = 1, 3, 1) as times");
    Dataset<Row> repeated = once.selectExpr("*", "explode(sequence(1, times)) as copy");
    for (String constraint : List.of("demographic-parity", "error-rate-parity")) {
      GroupThresholds estimator = thresholds(constraint, 0.1).setRandomized(true);
      assertThat(estimator.copy(new ParamMap()).setWeightCol("times").fit(once).policies())
          .isEqualTo(estimator.fit(repeated).policies());
    }
  }

  @Test
  void aGroupThatWasNotSeenIsDecidedLikeAllTogether() {
    GroupThresholdsModel model = thresholds("demographic-parity", 0.5).fit(sharpAndDull());
    Dataset<Row> others = sharpAndDull().selectExpr("id", "cast(null as string) as group", "score");
    List<Row> decided = model.transform(others).select("score", "decision").collectAsList();
    GroupPolicy other = model.policies().get(2);
    assertThat(other.group()).isEmpty();
    assertThat(decided)
        .allSatisfy(row -> assertThat(row.getDouble(1)).isEqualTo(other.chance(row.getDouble(0))));
  }

  @Test
  void withoutAScoreThereIsNoDecision() {
    GroupThresholdsModel model = thresholds("demographic-parity", 0.5).fit(sharpAndDull());
    Dataset<Row> unscored =
        sharpAndDull().selectExpr("id", "group", "if(id % 2 = 0, null, double('NaN')) as score");
    assertThat(model.transform(unscored).filter("decision is null and chance is null").count())
        .isEqualTo(8);
  }

  @Test
  void drawsFromTheKeyAndTheSeedAlone() {
    Dataset<Row> rows = scored(4000, 61);
    GroupThresholdsModel model = thresholds("demographic-parity", 0).setRandomized(true).fit(rows);
    List<Row> once = decisions(model, rows);
    assertThat(decisions(model, rows.repartition(5))).isEqualTo(once);
    assertThat(decisions(model, rows.withColumn("id", rows.col("id").cast("string"))))
        .isEqualTo(once);
    GroupThresholdsModel other =
        thresholds("demographic-parity", 0).setRandomized(true).setSeed(5).fit(rows);
    assertThat(decisions(other, rows)).isNotEqualTo(once);
    Row shares =
        model
            .transform(rows.selectExpr("id + 10000 * x as id", "group", "score", "label").toDF())
            .selectExpr("avg(decision)", "avg(chance)")
            .head();
    assertThat(shares.getDouble(0)).isCloseTo(shares.getDouble(1), within(0.02));
  }

  private static List<Row> decisions(GroupThresholdsModel model, Dataset<Row> rows) {
    return model
        .transform(rows)
        .orderBy(functions.expr("int(id)"))
        .select("decision")
        .collectAsList();
  }

  private static Dataset<Row> scored(int n, long seed) {
    Dataset<Row> rows = People.rows(n, seed);
    return new PositiveScore()
        .transform(new FairLogisticRegression().fit(rows).transform(rows))
        .withColumn("x", functions.lit(1))
        .cache();
  }

  @Test
  void partitionsAndOrderDoNotChangeThePolicies() {
    Dataset<Row> rows = scored(3000, 62);
    for (boolean randomized : new boolean[] {false, true}) {
      GroupThresholds estimator =
          thresholds("equalized-odds", 0.03).setRandomized(randomized).setWeightCol("w");
      assertThat(estimator.fit(rows.repartition(7).orderBy("region", "w")).policies())
          .isEqualTo(estimator.fit(rows.coalesce(1)).policies());
    }
  }
}
