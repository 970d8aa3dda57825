package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.learn.MixedMetric.Sample;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmoteTest {
  private static Sample sample(double x, String color) {
    return new Sample(new double[] {x}, new String[] {color}, Double.hashCode(x));
  }

  @Test
  void aDifferingCategoryCountsAsTheMedianDeviation() {
    MixedMetric metric = MixedMetric.of(new double[] {1, 3, 8}, false);
    assertThat(metric.differing()).isEqualTo(9);
    Sample a = new Sample(new double[] {0, 0, 0}, new String[] {"red", "x", null}, 0);
    Sample b = new Sample(new double[] {1, 2, 0}, new String[] {"blue", "x", null}, 0);
    assertThat(metric.squared(a, b)).isEqualTo(1 + 4 + 9);
    MixedMetric standardized = MixedMetric.of(new double[] {1, 4, 0}, true);
    assertThat(standardized.squared(a, b)).isEqualTo(1 + 0.25 + 1);
    assertThat(MixedMetric.of(new double[0], false).differing()).isEqualTo(1);
  }

  @Test
  void neighboursAreTheNearestAndEarlierOnesWinTies() {
    List<Sample> rows =
        List.of(sample(0, "a"), sample(1, "b"), sample(-1, "a"), sample(1, "a"), sample(9, "a"));
    Neighbourhood two = new Neighbourhood(rows, new MixedMetric(new double[] {1}, 4), 2);
    assertThat(two.nearest(0)).containsExactly(2, 3);
    assertThat(two.nearest(4)).containsExactly(3, 1);
    Neighbourhood all = new Neighbourhood(rows, new MixedMetric(new double[] {1}, 4), 9);
    assertThat(all.nearest(0)).containsExactly(2, 3, 1, 4);
  }

  @Test
  void categoriesAreThoseOfMostNeighboursAndTheOwnOfEquallyCommonOnes() {
    List<Sample> rows =
        List.of(sample(0, "z"), sample(1, "b"), sample(2, "b"), sample(3, "z"), sample(4, null));
    Neighbourhood one = new Neighbourhood(rows, new MixedMetric(new double[] {1}, 4), 4);
    assertThat(one.categories(0, new int[] {1, 2, 3})).containsExactly("b");
    assertThat(one.categories(0, new int[] {2, 3})).containsExactly("z");
    assertThat(one.categories(4, new int[] {2, 3})).containsExactly("b");
    assertThat(one.categories(0, new int[] {4})).containsExactly((String) null);
    assertThat(one.categories(0, new int[0])).containsExactly("z");
  }

  /**
   * Group a: label 1 at x = 0, 10, 4 (red, red, blue); label 0 six times. Group b: one row each.
   */
  private static final Dataset<Row> ELEVEN =
      Spark.session()
          .sql(
              "SELECT * FROM VALUES (1L, 'a', 1.0D, 0.0D, 0, 'red'), (2L, 'a', 1.0D, 10.0D, 100, 'red'), "
                  + "(3L, 'a', 1.0D, 4.0D, 40, 'blue'), (4L, 'a', 0.0D, 0.0D, 7, 'red'), "
                  + "(5L, 'a', 0.0D, 0.0D, 7, 'red'), (6L, 'a', 0.0D, 0.0D, 7, 'red'), "
                  + "(7L, 'a', 0.0D, 0.0D, 7, 'red'), (8L, 'a', 0.0D, 0.0D, 7, 'red'), "
                  + "(9L, 'a', 0.0D, 0.0D, 7, 'red'), (10L, 'b', 1.0D, 55.0D, 5, 'green'), "
                  + "(11L, 'b', 0.0D, 66.0D, 6, cast(null as string)) "
                  + "AS t(id, group, label, x, n, color)");

  private static Smote smote() {
    return new Smote()
        .setSensitiveCols(new String[] {"group"})
        .setKeyCol("id")
        .setNumberCols(new String[] {"x", "n"})
        .setCategoryCols(new String[] {"color"});
  }

  @Test
  void madeRowsLieBetweenRowsOfTheirStratum() {
    Dataset<Row> rows = smote().fit(ELEVEN).transform(ELEVEN);
    assertThat(rows.columns()).containsExactly("id", "group", "label", "x", "n", "color", "copy");
    assertThat(rows.schema().apply("n").dataType())
        .isEqualTo(ELEVEN.schema().apply("n").dataType());
    assertThat(rows.groupBy("group", "label").count().collectAsList())
        .allSatisfy(row -> assertThat(row.getLong(2)).isEqualTo(6));
    assertThat(rows.filter("copy = 0").drop("copy").exceptAll(ELEVEN).count()).isZero();
    List<Row> made =
        rows.filter("copy > 0 and group = 'a'").select("x", "n", "color").collectAsList();
    assertThat(made).hasSize(3);
    for (Row row : made) {
      assertThat(row.getDouble(0)).isBetween(0.0, 10.0);
      assertThat((double) row.getInt(1)).isCloseTo(10 * row.getDouble(0), within(0.5));
      assertThat(row.getString(2)).isIn("red", "blue");
    }
  }

  @Test
  void aRowAloneInItsStratumIsCopied() {
    List<Row> made =
        smote()
            .fit(ELEVEN)
            .transform(ELEVEN)
            .filter("copy > 0 and group = 'b'")
            .select("id", "x", "n", "color")
            .distinct()
            .orderBy("id")
            .collectAsList();
    assertThat(made).hasSize(2);
    assertThat(made.get(0).mkString(",")).isEqualTo("10,55.0,5,green");
    assertThat(made.get(1).mkString(",")).isEqualTo("11,66.0,6,null");
  }

  private static Dataset<Row> people(int n, long seed) {
    return People.rows(n, seed)
        .withColumn("f", functions.vector_to_array(col("features"), "float64"))
        .select(
            col("id"),
            col("group"),
            when(pmod(col("id"), lit(9)).equalTo(0), 1.0).otherwise(0.0).as("label"),
            col("region").as("color"),
            col("f").getItem(0).as("x"),
            col("f").getItem(1).as("n"),
            col("features"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 60})
  void isTheSameOnAnyPartitioning(int blockRows) {
    Dataset<Row> rows = people(1500, 91);
    Smote smote = smote().setBlockRows(blockRows).setSeed(3);
    Dataset<Row> other = rows.repartition(7, col("n")).orderBy(col("n").desc());
    List<String> once = shown(smote.fit(rows).transform(rows));
    assertThat(shown(smote.fit(other).transform(other))).isEqualTo(once);
    assertThat(shown(smote.setSeed(4).fit(rows).transform(rows))).isNotEqualTo(once);
    assertThat(once).doesNotHaveDuplicates();
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows.drop("features").collectAsList().stream().map(Row::toString).sorted().toList();
  }

  @Test
  void madeRowsKeepToTheirGroupsMeansAndFillEveryStratum() {
    Dataset<Row> rows = people(3000, 92);
    SmoteModel model = smote().setBlockRows(100).fit(rows);
    Dataset<Row> all = model.transform(rows).cache();
    long most = model.strata().stream().mapToLong(Stratum::rows).max().orElseThrow();
    assertThat(all.groupBy("group", "label").count().collectAsList())
        .allSatisfy(row -> assertThat(row.getLong(2)).isEqualTo(most));
    Map<Boolean, Double> means = new HashMap<>();
    all.filter("group = 'a' and label = 1")
        .groupBy(col("copy").gt(0))
        .avg("x")
        .collectAsList()
        .forEach(row -> means.put(row.getBoolean(0), row.getDouble(1)));
    assertThat(means.get(true)).isCloseTo(means.get(false), within(0.2));
  }

  @Test
  void regionsAreSmallAndTheirNeighboursAlmostTheNearest() {
    SplittableRandom random = new SplittableRandom(93);
    List<Sample> rows = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      double[] numbers = {random.nextGaussian(), random.nextGaussian(), i % 4 == 0 ? 5 : 0};
      rows.add(new Sample(numbers, new String[] {"c" + i % 3}, random.nextLong()));
    }
    MixedMetric metric = new MixedMetric(new double[] {1, 1, 1}, 1);
    Regions regions = Regions.of(rows, metric, rows.size(), 500);
    Map<Regions.Place, List<Sample>> places = new HashMap<>();
    rows.forEach(
        row -> places.computeIfAbsent(regions.placeOf(0, row), p -> new ArrayList<>()).add(row));
    assertThat(places.size()).isBetween(8, 24);
    assertThat(places.values()).allSatisfy(list -> assertThat(list.size()).isBetween(100, 500));
    List<Sample> first = places.get(regions.placeOf(0, rows.get(0)));
    int[] near = new Neighbourhood(first, metric, 5).nearest(first.indexOf(rows.get(0)));
    double[] exact =
        rows.stream().skip(1).mapToDouble(r -> metric.squared(rows.get(0), r)).sorted().toArray();
    double farthest = metric.squared(rows.get(0), first.get(near[4]));
    assertThat(farthest).as("among the 25 nearest of 4000").isLessThanOrEqualTo(exact[24]);
  }

  @Test
  void equalRowsAreDividedByHash() {
    SplittableRandom random = new SplittableRandom(94);
    List<Sample> rows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      rows.add(new Sample(new double[] {1}, new String[0], random.nextLong()));
    }
    Regions regions = Regions.of(rows, MixedMetric.of(new double[] {0}, false), 2000, 100);
    long places = rows.stream().map(row -> regions.placeOf(0, row)).distinct().count();
    assertThat(places).isEqualTo(20);
  }

  @Test
  void takesFiveHundredGroupsAndMakesNothingWhereNothingLacks() {
    Dataset<Row> rows = people(4000, 95).withColumn("group", concat(lit("g"), col("id").mod(500)));
    Dataset<Row> all = smote().setTarget("label-rate").setLabelRate(0.5).fit(rows).transform(rows);
    assertThat(all.filter("x is null or isnan(x)").count()).isZero();
    assertThat(all.filter("copy = 0").count()).isEqualTo(4000);
    assertThat(
            smote()
                .setTarget("label-rate")
                .fit(ELEVEN.filter("group = 'a'"))
                .transform(ELEVEN.filter("group = 'a'"))
                .count())
        .isEqualTo(9);
    assertThat(smote().fit(ELEVEN).transform(ELEVEN.drop("label")).count()).isEqualTo(11);
  }

  @Test
  void saysWhatIsWrong() {
    refused(
        smote(), ELEVEN.withColumn("x", when(col("id").gt(3), col("x"))), "column 'x' in 3 of 5");
    refused(smote(), ELEVEN.withColumn("x", lit(Double.NaN)), "is null, NaN or infinite");
    refused(smote().setNumberCols(new String[] {"color"}), ELEVEN, "which has no numbers");
    refused(smote().setCategoryCols(new String[] {"shape"}), ELEVEN, "categoryCols names column");
    refused(
        smote().setNumberCols(new String[0]).setCategoryCols(new String[0]),
        ELEVEN,
        "name numberCols or categoryCols");
  }

  private static void refused(Smote smote, Dataset<Row> rows, String message) {
    assertThatThrownBy(() -> smote.fit(rows))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(message);
  }

  @Test
  void trainsUnderCrossValidation() {
    Dataset<Row> rows =
        People.rows(500, 96)
            .withColumn("f", functions.vector_to_array(col("features"), "float64"))
            .withColumn("x", col("f").getItem(0))
            .withColumn("n", col("f").getItem(1))
            .withColumnRenamed("region", "color")
            .drop("features", "f");
    Smote smote = smote();
    LogisticRegression learner = new LogisticRegression();
    Resampled resampled =
        new Resampled(
            smote,
            new VectorAssembler().setInputCols(new String[] {"x", "n"}).setOutputCol("features"),
            learner);
    ParamMap[] grid = new ParamGridBuilder().addGrid(smote.k(), new int[] {1, 5}).build();
    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(resampled)
            .setEvaluator(new BinaryClassificationEvaluator())
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(1)
            .fit(rows);
    assertThat(Arrays.stream(chosen.avgMetrics()).boxed().toList())
        .allSatisfy(metric -> assertThat(metric).isGreaterThan(0.7));
    assertThat(chosen.avgMetrics()[0]).isNotEqualTo(chosen.avgMetrics()[1]);
    assertThat(chosen.transform(rows).count()).isEqualTo(500);
  }
}
