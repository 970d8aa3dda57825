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
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strata of 6, 2 (group a, label 0 and 1), 3 and 1 (group b) rows. */
class StratifiedSamplerTest {
  private static final Dataset<Row> TWELVE =
      Spark.session()
          .range(12)
          .select(
              col("id"),
              when(col("id").lt(8), "a").otherwise("b").as("group"),
              when(col("id").isin(6, 7, 11), 1.0).otherwise(0.0).as("label"));

  private static StratifiedSampler sampler(String method) {
    return new StratifiedSampler()
        .setSensitiveCols(new String[] {"group"})
        .setKeyCol("id")
        .setMethod(method);
  }

  private static Map<String, Long> sizes(Dataset<Row> rows) {
    Map<String, Long> sizes = new TreeMap<>();
    rows.groupBy("group", "label")
        .count()
        .collectAsList()
        .forEach(r -> sizes.put(r.getString(0) + (int) r.getDouble(1), r.getLong(2)));
    return sizes;
  }

  private static Dataset<Row> sample(StratifiedSampler sampler, Dataset<Row> rows) {
    return sampler.fit(rows).transform(rows);
  }

  @Test
  void oversamplingToEqualStrataCopiesUpToTheLargest() {
    Dataset<Row> sample = sample(sampler("over"), TWELVE);
    assertThat(sizes(sample)).isEqualTo(Map.of("a0", 6L, "a1", 6L, "b0", 6L, "b1", 6L));
    assertThat(sample.filter("copy = 0").count()).isEqualTo(12);
    assertThat(sample.filter("id = 11").select("copy").orderBy("copy").collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(sample.filter("id = 6 or id = 7").groupBy("id").count().collectAsList())
        .allSatisfy(row -> assertThat(row.getLong(1)).isEqualTo(3));
  }

  @Test
  void undersamplingToEqualStrataDropsDownToTheSmallest() {
    Dataset<Row> sample = sample(sampler("under"), TWELVE);
    assertThat(sizes(sample)).isEqualTo(Map.of("a0", 1L, "a1", 1L, "b0", 1L, "b1", 1L));
    assertThat(sample.filter("copy <> 0").count()).isZero();
  }

  @Test
  void bothKeepsTheNumberOfRows() {
    assertThat(sizes(sample(sampler("both"), TWELVE)))
        .isEqualTo(Map.of("a0", 3L, "a1", 3L, "b0", 3L, "b1", 3L));
  }

  @Test
  void aLabelRateHoldsInEachGroupAndKeepsWhatItCan() {
    StratifiedSampler half = sampler("over").setTarget("label-rate").setLabelRate(0.5);
    assertThat(sizes(sample(half, TWELVE)))
        .isEqualTo(Map.of("a0", 6L, "a1", 6L, "b0", 3L, "b1", 3L));
    assertThat(sizes(sample(half.setMethod("under"), TWELVE)))
        .isEqualTo(Map.of("a0", 2L, "a1", 2L, "b0", 1L, "b1", 1L));
    assertThat(sizes(sample(sampler("over").setTarget("label-rate"), TWELVE)))
        .as("a quarter of all rows have label 1, and of each group already")
        .isEqualTo(sizes(TWELVE));
  }

  @Test
  void givenSharesHold() {
    StratifiedSampler given =
        sampler("over")
            .setTarget("shares")
            .setShares(new String[] {"a|0=0.4", "a|1=0.1", "b|0=0.4", "b|1=0.1"});
    assertThat(sizes(sample(given, TWELVE)))
        .isEqualTo(Map.of("a0", 8L, "a1", 2L, "b0", 8L, "b1", 2L));
    given.setMethod("under").setShares(new String[] {"a|0=0.5", "a|1=0.5", "b|0=0", "b|1=0"});
    assertThat(sizes(sample(given, TWELVE))).isEqualTo(Map.of("a0", 2L, "a1", 2L));
  }

  @ParameterizedTest
  @ValueSource(longs = {61, 62, 63})
  void countsAreExactAndRowsTheSameOnAnyPartitioning(long seed) {
    Dataset<Row> rows = People.rows(3000, seed);
    StratifiedSampler sampler =
        sampler("both").setSensitiveCols(new String[] {"group", "region"}).setSeed(seed);
    StratifiedSamplerModel model = sampler.fit(rows);
    Dataset<Row> sample = model.transform(rows);
    for (Stratum stratum : model.strata()) {
      assertThat(stratum.target()).isEqualTo(250);
      assertThat(
              sample
                  .filter(col("group").equalTo(stratum.group().get(0)))
                  .filter(col("region").equalTo(stratum.group().get(1)))
                  .filter(col("label").equalTo(stratum.label()))
                  .count())
          .isEqualTo(250);
    }
    Dataset<Row> other = rows.repartition(7, col("w")).orderBy(col("w").desc());
    assertThat(keys(sample(sampler, other))).isEqualTo(keys(sample));
    assertThat(keys(sample(sampler.setSeed(seed + 1), rows))).isNotEqualTo(keys(sample));
  }

  private static List<String> keys(Dataset<Row> rows) {
    return rows.select(concat(col("id"), lit("-"), col("copy")).as("key"))
        .orderBy("key")
        .toJavaRDD()
        .map(row -> row.getString(0))
        .collect();
  }

  @Test
  void everyRowHasTheSameChance() {
    Dataset<Row> rows = TWELVE.filter("group = 'a'");
    StratifiedSampler sampler =
        sampler("under").setTarget("shares").setShares(new String[] {"a|0=0.6", "a|1=0.4"});
    int[] taken = new int[6];
    for (int seed = 0; seed < 60; seed++) {
      sample(sampler.setSeed(seed), rows)
          .filter("label = 0")
          .collectAsList()
          .forEach(row -> taken[(int) row.getLong(0)]++);
    }
    for (int count : taken) {
      assertThat((double) count).as("30 of 60, 4 deviations").isCloseTo(30, within(16.0));
    }
  }

  @Test
  void takesUnlabelledRowsAndUnseenGroupsOnce() {
    StratifiedSamplerModel model = sampler("over").fit(TWELVE);
    Dataset<Row> mixed =
        TWELVE
            .withColumn("label", when(col("id").gt(5), col("label")))
            .withColumn("group", when(col("id").lt(6), "new").otherwise(col("group")));
    assertThat(model.transform(mixed.drop("label")).filter("copy = 0").count()).isEqualTo(12);
    assertThat(model.transform(mixed.filter("id < 6")).filter("copy = 0").count()).isEqualTo(6);
    assertThat(model.transform(mixed.withColumn("label", lit(null).cast("double"))).count())
        .isEqualTo(12);
  }

  @Test
  void leavesAGroupOfOneLabelAsItIsUnderALabelRate() {
    Dataset<Row> rows = TWELVE.filter("id <> 11");
    StratifiedSampler half = sampler("over").setTarget("label-rate").setLabelRate(0.5);
    assertThat(sizes(sample(half, rows))).isEqualTo(Map.of("a0", 6L, "a1", 6L, "b0", 3L));
    assertThat(sizes(sample(sampler("over"), rows)))
        .isEqualTo(Map.of("a0", 6L, "a1", 6L, "b0", 6L));
  }

  @Test
  void takesFiveHundredGroups() {
    Dataset<Row> rows =
        People.rows(5000, 64).withColumn("group", concat(lit("g"), col("id").mod(500)));
    Dataset<Row> sample = sample(sampler("over"), rows);
    assertThat(sizes(sample).values()).containsOnly(10L);
  }

  @Test
  void saysWhatIsWrong() {
    refused(sampler("both"), TWELVE.withColumn("id", lit(1)), "rows share a key or have none");
    refused(sampler("over"), TWELVE.filter("false"), "no row has a label");
    refused(sampler("more"), TWELVE, "method must be over, under or both, was 'more'");
    refused(sampler("over").setTarget("x"), TWELVE, "target must be equal, label-rate or shares");
    refused(sampler("over").setKeyCol("key"), TWELVE, "keyCol names column 'key'");
    refused(
        sampler("over").setTarget("shares").setShares(new String[] {"a|0"}),
        TWELVE,
        "each is group|label=share");
    refused(
        sampler("over").setTarget("shares").setShares(new String[] {"a|0=1"}),
        TWELVE,
        "shares must name each stratum");
    refused(sampler("over").setTarget("label-rate").setLabelRate(0), TWELVE, "Undersample instead");
    assertThatThrownBy(() -> new StratifiedSampler().fit(TWELVE))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("needs keyCol");
  }

  private static void refused(StratifiedSampler sampler, Dataset<Row> rows, String message) {
    assertThatThrownBy(() -> sampler.fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(message);
  }

  @Test
  void samplesWhileItIsFittedOnlyUnderCrossValidation() {
    Dataset<Row> rows = People.rows(600, 65);
    LogisticRegression learner = new LogisticRegression();
    Resampled resampled = new Resampled(sampler("under"), learner);
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(learner.regParam(), new double[] {0.01, 1000}).build();
    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(resampled)
            .setEvaluator(new BinaryClassificationEvaluator())
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(1)
            .fit(rows);
    assertThat(chosen.avgMetrics()[0]).isGreaterThan(0.7);
    assertThat(chosen.avgMetrics()[1]).isNotEqualTo(chosen.avgMetrics()[0]);
    assertThat(chosen.transform(rows).count()).isEqualTo(600);
  }
}
