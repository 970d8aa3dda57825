package dev.evenhand.attribution;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.DataProblem;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.feature.VectorIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Recourse of fitted models: changes flip decisions when re-scored, and keep to what is allowed.
 */
class RecourseTest {
  private static final Action[] ACTIONS = {
    Action.number("visits").up().inStepsOf(1),
    Action.number("debt").down(),
    Action.category("channel").to("channel_web", "channel_shop")
  };
  private static final String[] PLAYERS = {
    "visits", "debt", "age", "channel", "channel", "channel"
  };

  private static Dataset<Row> people;

  @BeforeAll
  static void people() {
    StructType schema = new StructType().add("group", "string").add("label", "double");
    String[] columns = {"visits", "debt", "age", "channel_web", "channel_shop", "channel_phone"};
    for (String column : columns) {
      schema = schema.add(column, DataTypes.DoubleType);
    }
    SplittableRandom random = new SplittableRandom(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      double visits = random.nextInt(12);
      double debt = random.nextDouble(0, 8);
      double age = random.nextInt(18, 90);
      int channel = random.nextInt(3);
      double margin = visits / 2 - debt + (channel == 0 ? 1 : 0) + (age - 50) / 40;
      rows.add(
          RowFactory.create(
              age < 40 ? "young" : "old",
              margin + random.nextDouble(-1, 1) > 0 ? 1.0 : 0.0,
              visits,
              debt,
              age,
              channel == 0 ? 1.0 : 0.0,
              channel == 1 ? 1.0 : 0.0,
              channel == 2 ? 1.0 : 0.0));
    }
    people =
        new VectorAssembler()
            .setInputCols(columns)
            .setOutputCol("features")
            .transform(Spark.session().createDataFrame(rows, schema))
            .coalesce(1)
            .cache();
  }

  private static Recourse recourse(Transformer model) {
    return new Recourse(model).setPlayers(PLAYERS).setActions(ACTIONS);
  }

  /** Every suggestion, re-scored by the model itself, and compared with what was allowed. */
  private static long assertFlips(Transformer model) {
    Dataset<Row> found = recourse(model).fit(people).transform(people).cache();
    assertThat(found.filter("recourse.status = 'found'").count()).isGreaterThan(50);
    Dataset<Row> each =
        found
            .select(col("features").as("before"), explode(col("recourse.alternatives")).as("a"))
            .select("before", "a.features", "a.score", "a.changes", "a.cost", "a.is_smallest");
    Dataset<Row> scored = model.transform(each).cache();
    long all = scored.count();
    assertThat(scored.filter("prediction = 1").count()).isEqualTo(all);
    for (Row row : scored.collectAsList()) {
      Vector before = row.getAs("before");
      Vector after = row.getAs("features");
      Vector probability = row.getAs("probability");
      assertThat(row.<Double>getAs("score")).isCloseTo(probability.apply(1), within(1e-9));
      assertThat(after.apply(0)).isGreaterThanOrEqualTo(before.apply(0)).isLessThanOrEqualTo(11);
      assertThat(after.apply(0) % 1).isZero();
      assertThat(after.apply(1)).isLessThanOrEqualTo(before.apply(1)).isGreaterThanOrEqualTo(0);
      assertThat(after.apply(2)).isEqualTo(before.apply(2));
      assertThat(after.apply(3) + after.apply(4) + after.apply(5)).isEqualTo(1);
      assertThat(after.apply(5)).isLessThanOrEqualTo(before.apply(5));
      assertThat(row.<Boolean>getAs("is_smallest")).isTrue();
    }
    return all;
  }

  @Test
  void changesFlipALogisticRegression() {
    assertThat(assertFlips(new LogisticRegression().fit(people))).isPositive();
  }

  @Test
  void changesFlipBoostedTrees() {
    assertThat(assertFlips(new GBTClassifier().setMaxIter(8).setMaxDepth(3).fit(people)))
        .isPositive();
  }

  @Test
  void changesFlipAForest() {
    assertThat(
            assertFlips(
                new RandomForestClassifier().setNumTrees(8).setMaxDepth(4).setSeed(2).fit(people)))
        .isPositive();
  }

  @Test
  void costsOfGroupsCountWhoHasNone() {
    Transformer model = new LogisticRegression().fit(people);
    Dataset<Row> found =
        recourse(model).setActions(ACTIONS[0]).fit(people).transform(people).cache();
    for (Row group : RecourseCosts.byGroup(found, "recourse", "group").collectAsList()) {
      String name = group.getAs("group_value");
      Dataset<Row> own = found.filter(col("group").equalTo(name));
      assertThat(group.<Long>getAs("n")).isEqualTo(own.count());
      long favourable = own.filter("recourse.status = 'favourable'").count();
      assertThat(group.<Long>getAs("unfavourable")).isEqualTo(own.count() - favourable);
      Row average =
          own.filter("recourse.status = 'found'")
              .selectExpr("avg(recourse.alternatives[0].cost)")
              .head();
      assertThat(average.isNullAt(0)).isFalse();
      double mean = average.getDouble(0);
      assertThat(group.<Double>getAs("mean_cost")).isCloseTo(mean, within(1e-9));
      assertThat(group.<Double>getAs("ci_low")).isLessThan(mean);
      assertThat(group.<Long>getAs("with_recourse") + group.<Long>getAs("without_recourse"))
          .isEqualTo(group.<Long>getAs("unfavourable"));
    }
  }

  @Test
  void savedAndReadBackItSuggestsTheSame() throws IOException {
    Transformer model = new LogisticRegression().fit(people);
    RecourseModel fitted = recourse(model).fit(people);
    String path = Spark.temporary("recourse").resolve("model").toString();
    fitted.save(path);
    assertThat(RecourseModel.load(path).transform(people.limit(50)).collectAsList())
        .isEqualTo(fitted.transform(people.limit(50)).collectAsList());
    String estimator = Spark.temporary("recourse").resolve("estimator").toString();
    recourse(model).save(estimator);
    assertThat(Recourse.read().load(estimator).fit(people).transform(people.limit(5)).head())
        .isEqualTo(fitted.transform(people.limit(5)).head());
  }

  @Test
  void refusesWhatItCannotChange() {
    Transformer model = new LogisticRegression().fit(people);
    assertProblem(new Recourse(model), "actions is empty");
    assertProblem(recourse(model).setActions(Action.number("income")), "no player and no entry");
    assertProblem(recourse(model).setActions(Action.number("channel")), "has 3 entries");
    assertProblem(
        recourse(model).setActions(Action.category("channel").to("fax")), "none of its codes");
    assertProblem(
        recourse(model).setActions(Action.number("debt"), Action.number("debt").up()), "twice");
    assertThatThrownBy(() -> recourse(model).setThreshold(1.5).fit(people).transform(people))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> Action.number("debt").between(2, 1)).isInstanceOf(DataProblem.class);
    assertThatThrownBy(() -> Action.number("debt").roundedTo(0.03))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("was 0.03");
  }

  @Test
  void aCategoryOfOneEntryIsACodeOrRefused() {
    Transformer model = new LogisticRegression().fit(people);
    assertProblem(
        recourse(model).setActions(Action.category("age")), "takes its single entry, from 18.0");
    assertProblem(recourse(model).setActions(Action.category("channel_web").to("fax")), "no names");
    assertBecomesOneOrZero(model);
  }

  /** The label is the web itself, so that trees split the code where it changes. */
  @Test
  void aCodeThatTreesSplitAsANumberBecomesOneToo() {
    Dataset<Row> labelled = people.withColumn("label", col("channel_web"));
    assertBecomesOneOrZero(new GBTClassifier().setMaxIter(2).setMaxDepth(2).fit(labelled));
  }

  private static void assertBecomesOneOrZero(Transformer model) {
    Dataset<Row> named = changesOf(model, Action.category("channel_web").to("channel_web"));
    assertThat(named.filter("c.from = 0 AND c.to = 1").count())
        .isPositive()
        .isEqualTo(named.count());
    Dataset<Row> either = changesOf(model, Action.category("channel_web"));
    assertThat(either.filter("c.to = 1 - c.from AND c.to IN (0, 1)").count())
        .isGreaterThanOrEqualTo(named.count())
        .isEqualTo(either.count());
  }

  private static Dataset<Row> changesOf(Transformer model, Action action) {
    return recourse(model)
        .setActions(action)
        .fit(people)
        .transform(people)
        .selectExpr("features", "explode(recourse.alternatives) AS a")
        .selectExpr("features", "explode(a.changes) AS c");
  }

  @Test
  void aCategoryThatTreesSplitByItsNumberBecomesAnyOther() {
    Dataset<Row> indexed =
        new VectorIndexer()
            .setInputCol("numbers")
            .setOutputCol("features")
            .setMaxCategories(3)
            .fit(numbered())
            .transform(numbered());
    Transformer trees = new GBTClassifier().setMaxIter(3).setMaxDepth(2).fit(indexed);
    Action kind = Action.category("kind");
    Recourse recourse = new Recourse(trees).setPlayers(new String[] {"size", "kind"});
    Dataset<Row> found = recourse.setActions(kind).fit(indexed).transform(indexed);
    List<Row> changes =
        found
            .selectExpr("explode(recourse.alternatives) AS a")
            .selectExpr("a.changes[0].from AS was", "a.changes[0].to AS becomes")
            .distinct()
            .orderBy("was")
            .collectAsList();
    assertThat(changes).containsExactly(RowFactory.create(0.0, 2.0), RowFactory.create(1.0, 2.0));
    assertThatThrownBy(() -> recourse.setActions(Action.number("kind")).fit(indexed))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("takes it for a category");
    assertThatThrownBy(() -> recourse.setActions(kind.to("features[1]")).fit(indexed))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("numbers of categories, without names");
  }

  /** Kinds 0, 1 and 2, of which only the last is favourable. */
  private static Dataset<Row> numbered() {
    return Spark.session()
        .range(90)
        .selectExpr("CAST(id % 3 = 2 AS DOUBLE) AS label", "array(id / 7, id % 3) AS values")
        .select(col("label"), array_to_vector(col("values").cast("array<double>")).as("numbers"))
        .coalesce(1);
  }

  private static void assertProblem(Recourse recourse, String words) {
    assertThatThrownBy(() -> recourse.fit(people))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(words);
  }
}
