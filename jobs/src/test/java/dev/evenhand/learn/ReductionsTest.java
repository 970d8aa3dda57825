package dev.evenhand.learn;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.transform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.NaiveBayes;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.DecisionTreeRegressor;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What a reduction promises: the bound kept by the mixture, of any learner, in few fits. */
class ReductionsTest {
  private static final Dataset<Row> PEOPLE = People.rows(1000, 71).cache();

  static ExponentiatedGradient mixture(Estimator<?> estimator, String constraint, double bound) {
    return new ExponentiatedGradient()
        .setEstimator(estimator)
        .setSensitiveCols(new String[] {"group"})
        .setConstraint(constraint)
        .setBound(bound);
  }

  static LogisticRegression logistic() {
    return new LogisticRegression().setRegParam(0.001).setMaxIter(30).setTol(1e-4);
  }

  /** The mean of an expression by group. */
  private static Map<String, Double> means(Dataset<Row> rows, String expression) {
    Map<String, Double> means = new TreeMap<>();
    for (Row row : rows.groupBy("group").agg(avg(expr(expression))).collectAsList()) {
      means.put(row.getString(0), row.getDouble(1));
    }
    return means;
  }

  private static double difference(Map<String, Double> rates) {
    var statistics = rates.values().stream().mapToDouble(d -> d).summaryStatistics();
    return statistics.getMax() - statistics.getMin();
  }

  @Test
  void theExpectedRatesKeepTheBoundAndTheSummaryTellsThem() {
    MixtureModel model = mixture(logistic(), "demographic-parity", 0.05).fit(PEOPLE);
    ReductionSummary summary = model.summary().orElseThrow();
    Dataset<Row> scored = model.transform(PEOPLE);
    assertThat(summary.isMet()).isTrue();
    assertThat(summary.plain().violation()).isGreaterThan(0.2);
    assertThat(difference(means(scored, "chance"))).isCloseTo(0.05, offset(1e-9));
    double error = scored.agg(avg(expr("abs(label - chance)"))).first().getDouble(0);
    assertThat(error).isCloseTo(summary.error(), offset(1e-9));
    assertThat(summary.gap()).isBetween(0.0, summary.tolerance());
    assertThat(summary.fits()).isLessThanOrEqualTo(8).isEqualTo(last(summary).fits());
    assertThat(summary.multipliers()).extracting(m -> m.group()).containsExactly("a", "b");
    assertThat(summary.error()).isGreaterThanOrEqualTo(summary.plain().error());
  }

  private static ReductionSummary.Step last(ReductionSummary summary) {
    return summary.course().get(summary.course().size() - 1);
  }

  @Test
  void theDrawFollowsTheKeyAndComesToTheChance() {
    MixtureModel model =
        mixture(logistic(), "demographic-parity", 0.05).setKeyCol("id").fit(PEOPLE);
    Dataset<Row> scored = model.transform(PEOPLE);
    assertThat(scored.filter("chance = 1 and prediction = 0 or chance = 0 and prediction = 1"))
        .satisfies(rows -> assertThat(rows.count()).isZero());
    // 1000 draws: four standard errors of a share, false alarm below 1e-4.
    Row means = scored.agg(avg("chance"), avg("prediction")).first();
    assertThat(means.getDouble(1)).isCloseTo(means.getDouble(0), offset(0.063));
    Dataset<Row> again = model.transform(PEOPLE.repartition(5));
    assertThat(again.select("id", "prediction").except(scored.select("id", "prediction")).count())
        .isZero();
    MixtureModel half = twoHalves(model);
    assertThat(half.transform(PEOPLE).agg(avg("prediction")).first().getDouble(0))
        .isCloseTo(0.5, offset(0.063));
    assertThat(half.setSeed(2).transform(PEOPLE).agg(avg("prediction")).first().getDouble(0))
        .isCloseTo(0.5, offset(0.063));
  }

  /** Half "select all", half "select none". */
  private static MixtureModel twoHalves(MixtureModel model) {
    MixtureModel.Part all = new MixtureModel.Part(0, 0.5, Double.NEGATIVE_INFINITY);
    MixtureModel.Part none = new MixtureModel.Part(0, 0.5, Double.POSITIVE_INFINITY);
    return new MixtureModel("halves", model.models(), List.of(all, none), List.of(all))
        .setKeyCol("id");
  }

  @Test
  void theSinglePredictorKeepsTheBoundToo() {
    MixtureModel model = mixture(logistic(), "equal-opportunity", 0.03).fit(PEOPLE);
    ReductionSummary.Figure single = model.summary().orElseThrow().single();
    Dataset<Row> decided = model.deterministic().transform(PEOPLE);
    Map<String, Double> rates = means(decided.filter("label = 1"), "prediction");
    assertThat(difference(rates)).isCloseTo(single.violation(), offset(1e-9));
    assertThat(single.violation()).isLessThanOrEqualTo(0.03);
    assertThat(decided.agg(avg(expr("abs(label - prediction)"))).first().getDouble(0))
        .isCloseTo(single.error(), offset(1e-9));
    assertThat(model.summary().orElseThrow().priceOfDeterminism()).isBetween(-1e-9, 0.05);
    assertThat(decided.filter("chance <> prediction").count()).isZero();
  }

  @Test
  void anyLearnerWithWeightsWillDo() {
    Dataset<Row> positive =
        PEOPLE.withColumn(
            "features",
            array_to_vector(transform(vector_to_array(col("features"), "float64"), x -> abs(x))));
    List<Estimator<?>> learners =
        List.of(
            new DecisionTreeClassifier().setMaxDepth(4),
            new RandomForestClassifier().setNumTrees(5).setMaxDepth(4).setSeed(1),
            new GBTClassifier().setMaxIter(3).setMaxDepth(3).setSeed(1),
            new LinearSVC().setMaxIter(20),
            new NaiveBayes(),
            new FairLogisticRegression());
    for (Estimator<?> learner : learners) {
      Dataset<Row> used = learner instanceof NaiveBayes ? positive : PEOPLE;
      MixtureModel model = mixture(learner, "demographic-parity", 0.1).setMaxIter(3).fit(used);
      ReductionSummary summary = model.summary().orElseThrow();
      String name = learner.getClass().getSimpleName();
      assertThat(summary.isMet()).as(name).isTrue();
      Dataset<Row> scored = model.transform(used);
      assertThat(difference(means(scored, "chance"))).as(name).isLessThan(0.1 + 1e-9);
      assertThat(scored.filter("isnan(score) or score is null").count()).as(name).isZero();
      assertThat(difference(means(model.deterministic().transform(used), "prediction")))
          .as(name)
          .isLessThan(0.1 + 1e-9);
    }
  }

  @Test
  void holdsSeveralAttributesAndTheirIntersections() {
    MixtureModel model =
        mixture(logistic(), "equalized-odds", 0.1)
            .setSensitiveCols(new String[] {"group", "region"})
            .setIntersections(2)
            .fit(PEOPLE);
    ReductionSummary summary = model.summary().orElseThrow();
    assertThat(summary.isMet()).isTrue();
    for (double label : new double[] {0, 1}) {
      Dataset<Row> rows =
          model
              .transform(PEOPLE)
              .filter(col("label").equalTo(label))
              .withColumn("group", expr("concat(group, region)"));
      assertThat(difference(means(rows, "chance"))).isLessThan(0.1 + 1e-9);
    }
  }

  @Test
  void aRatioBoundKeepsTheLowestRateNearTheHighest() {
    MixtureModel model =
        mixture(logistic(), "demographic-parity", 0.8).setBoundOn("ratio").fit(PEOPLE);
    Map<String, Double> rates = means(model.transform(PEOPLE), "chance");
    assertThat(rates.get("b") / rates.get("a")).isCloseTo(0.8, offset(1e-6));
  }

  @Test
  void errorRatesCanBeHeldTogether() {
    ReductionSummary summary =
        mixture(logistic(), "error-rate-parity", 0.005).fit(PEOPLE).summary().orElseThrow();
    assertThat(summary.isMet()).isTrue();
    assertThat(summary.violation()).isLessThanOrEqualTo(0.005 + 1e-9);
  }

  /** A row of weight 2 is two rows: the same plain figures and the same bound kept. */
  @Test
  void weightsCountAsRows() {
    Dataset<Row> twice =
        PEOPLE.withColumn("copy", expr("explode(sequence(1, int(2 * w)))")).drop("copy");
    ReductionSummary copied =
        mixture(logistic(), "demographic-parity", 0.05).fit(twice).summary().orElseThrow();
    ReductionSummary weighted =
        mixture(logistic(), "demographic-parity", 0.05)
            .setWeightCol("w")
            .setTol(copied.tolerance())
            .fit(PEOPLE)
            .summary()
            .orElseThrow();
    assertThat(weighted.plain().error()).isCloseTo(copied.plain().error(), offset(2e-3));
    assertThat(weighted.plain().violation()).isCloseTo(copied.plain().violation(), offset(2e-3));
    assertThat(weighted.violation()).isCloseTo(0.05, offset(1e-9));
    assertThat(weighted.error()).isCloseTo(copied.error(), offset(2e-3));
  }

  @Test
  void startsFromASampleAndCountsItsFitsApart() {
    ReductionSummary summary =
        mixture(logistic(), "demographic-parity", 0.05)
            .setSampleRows(400)
            .fit(PEOPLE)
            .summary()
            .orElseThrow();
    assertThat(summary.isMet()).isTrue();
    assertThat(summary.sampleFits()).isGreaterThan(1);
    assertThat(summary.fits()).isLessThanOrEqualTo(4);
    assertThat(summary.gap()).isLessThanOrEqualTo(summary.tolerance());
    assertThat(summary.course()).extracting(s -> s.phase()).contains("sample", "full");
  }

  @Test
  void aGridGivesOneModelWithinTheBound() {
    MixtureModel model =
        new GridSearch()
            .setEstimator(logistic())
            .setSensitiveCols(new String[] {"group"})
            .setConstraint("demographic-parity")
            .setBound(0.05)
            .setGridSize(6)
            .fit(PEOPLE);
    ReductionSummary summary = model.summary().orElseThrow();
    assertThat(summary.fits()).isEqualTo(7);
    assertThat(summary.gap()).isNull();
    Map<String, Double> rates = means(model.transform(PEOPLE), "prediction");
    assertThat(difference(rates)).isLessThanOrEqualTo(0.05);
    assertThat(summary.single().error()).isLessThan(summary.plain().error() + 0.06);
  }

  private static Dataset<Row> sales() {
    // Group b's sales follow the features another way: what fits a, misses b.
    return PEOPLE
        .withColumn("x", vector_to_array(col("features"), "float64").getItem(1))
        .withColumn("y", expr("if(group = 'a', 2 * x, 40 - 1.2 * x) + id % 7"));
  }

  @Test
  void noGroupsLossExceedsTheBound() {
    Dataset<Row> rows = sales();
    ExponentiatedGradient estimator =
        mixture(new LinearRegression(), "bounded-group-loss", 30).setLabelCol("y");
    double free = estimator.setBound(1e6).fit(rows).summary().orElseThrow().violation();
    double bound = 0.85 * free;
    MixtureModel model = estimator.setBound(bound).fit(rows);
    ReductionSummary summary = model.summary().orElseThrow();
    assertThat(summary.isMet()).isTrue();
    assertThat(summary.plain().violation()).isCloseTo(free, offset(1e-6 * free));
    assertThat(summary.violation()).isLessThanOrEqualTo(bound * (1 + 1e-9));
    Map<String, Double> losses = means(model.transform(rows), "pow(y - prediction, 2)");
    losses.forEach((group, loss) -> assertThat(loss).isLessThanOrEqualTo(bound * (1 + 1e-6)));
    assertThat(summary.error()).isGreaterThan(summary.plain().error());
    MixtureModel trees =
        mixture(new DecisionTreeRegressor().setMaxDepth(3), "bounded-group-loss", bound)
            .setLabelCol("y")
            .fit(rows);
    means(trees.transform(rows), "pow(y - prediction, 2)")
        .forEach((group, loss) -> assertThat(loss).isLessThanOrEqualTo(bound * (1 + 1e-6)));
  }

  @Test
  void aCopyReachesTheLearner() {
    LogisticRegression learner = logistic();
    ExponentiatedGradient estimator = mixture(learner, "demographic-parity", 0.1);
    ExponentiatedGradient copy =
        estimator.copy(new ParamMap().put(learner.regParam(), 0.01).put(estimator.bound(), 0.02));
    assertThat(((LogisticRegression) copy.estimator()).getRegParam()).isEqualTo(0.01);
    assertThat((double) copy.getOrDefault(copy.bound())).isEqualTo(0.02);
    assertThat(learner.getRegParam()).isEqualTo(0.001);
  }
}
