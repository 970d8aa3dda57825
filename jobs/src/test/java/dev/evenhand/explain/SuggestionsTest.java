package dev.evenhand.explain;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Change;
import dev.evenhand.config.ChangeDirection;
import dev.evenhand.config.MeasureUnit;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.RecourseRules;
import dev.evenhand.learn.Decider;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.Spark;
import dev.evenhand.vector.FeatureStages;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is suggested in words is true: it is read from the sentence and scored again. */
class SuggestionsTest {
  private static final Pipeline PIPELINE =
      SamplePipeline.with(
          """
          explain:
            features:
              online_share: {unit: share, names: {en: the share online}}
              visits: {names: {en: the visits}}
              channel: {unit: text, names: {en: the channel}}
          """);
  private static final double MOST_ONLINE = 0.985;
  private static final RecourseRules RULES =
      new RecourseRules(
          Map.of(
              "visits", change(ChangeDirection.UP, Optional.empty()),
              "online_share", change(ChangeDirection.UP, Optional.of(MOST_ONLINE)),
              "channel", change(ChangeDirection.EITHER, Optional.empty())),
          2,
          3,
          20_000);
  private static final Pattern TOLD = Pattern.compile(" (\\S+) instead of ([^;]+?)(?:;|\\.$)");
  private static final StructType COLUMNS =
      new StructType()
          .add("id", DataTypes.IntegerType)
          .add("visits", DataTypes.DoubleType)
          .add("online_share", DataTypes.DoubleType)
          .add("channel", DataTypes.StringType)
          .add("label", DataTypes.DoubleType);

  private static Dataset<Row> people;
  private static PipelineModel toVector;
  private static Dataset<Row> vectors;

  private static Change change(ChangeDirection direction, Optional<Double> atMost) {
    return new Change(direction, Optional.empty(), atMost, 0, List.of());
  }

  /** Numbers of many decimals, and a channel that is not known of one in ten. */
  @BeforeAll
  static void people() {
    SplittableRandom random = new SplittableRandom(11);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      double visits = random.nextDouble(0, 12);
      double online = random.nextDouble();
      String channel = random.nextInt(10) == 0 ? null : random.nextBoolean() ? "web" : "shop";
      double margin = visits / 3 + 3 * online - 4 + ("web".equals(channel) ? 0.8 : 0);
      double label = margin + random.nextDouble(-1, 1) > 0 ? 1 : 0;
      rows.add(RowFactory.create(i, visits, online, channel, label));
    }
    people = asFeatures(rows).coalesce(1).cache();
    PipelineStage[] stages =
        new FeatureStages(people, Optional.empty()).stages().toArray(PipelineStage[]::new);
    toVector = new org.apache.spark.ml.Pipeline().setStages(stages).fit(people);
    vectors = toVector.transform(people).cache();
  }

  private static Dataset<Row> asFeatures(List<Row> rows) {
    return Spark.session()
        .createDataFrame(rows, COLUMNS)
        .selectExpr(
            "id",
            "label",
            "map('visits', visits, 'online_share', online_share) AS numbers",
            "map('channel', channel) AS categories");
  }

  private static List<String> slots() {
    AttributeGroup group =
        AttributeGroup.fromStructField(vectors.schema().apply(FeatureStages.FEATURES));
    return IntStream.range(0, group.size())
        .mapToObj(i -> group.getAttr(i).name().get())
        .map(
            n ->
                n.contains("visits") ? "visits" : n.contains("online") ? "online_share" : "channel")
        .toList();
  }

  private static Changeable changeable() {
    Map<String, Double> places =
        Map.of(
            "visits", ValueTexts.place(MeasureUnit.NUMBER, 6),
            "online_share", ValueTexts.place(MeasureUnit.SHARE, 0.5));
    return Changeable.of(RULES, slots(), vectors.schema(), places);
  }

  /** Each alternative of those not selected with its sentence. */
  private static List<Row> suggested(Transformer model) {
    Dataset<Row> decided =
        model
            .transform(vectors)
            .withColumn("decision", col("prediction"))
            .withColumn(Explaining.NUMBERS, col("numbers"))
            .withColumn(Explaining.CATEGORIES, col("categories"));
    Dataset<Row> found =
        new Suggestions(RULES, changeable())
            .with(decided, vectors, model, List.of(model, new Decider()), slots());
    Phrases english =
        PhraseFile.of(PIPELINE, Spark.session().sparkContext().hadoopConfiguration()).get(0);
    Vocabulary words =
        Vocabulary.of(english, PIPELINE, List.of("visits", "online_share", "channel"));
    return found
        .withColumn("told", Suggestions.told(new Sentences(words, Map.of())))
        .selectExpr(
            "id",
            "numbers['visits'] AS visits",
            "numbers['online_share'] AS online_share",
            "categories['channel'] AS channel",
            "explode(arrays_zip(recourse, told)) AS way")
        .selectExpr("*", "way.recourse.changes.feature AS changed", "way.told AS told")
        .collectAsList();
  }

  /** The person as the sentence says: its words are read again, in the order of the changes. */
  private static Row asTold(Row suggested) {
    Map<String, Object> values = new HashMap<>();
    for (String feature : List.of("visits", "online_share", "channel")) {
      values.put(feature, suggested.getAs(feature));
    }
    Matcher told = TOLD.matcher(suggested.<String>getAs("told"));
    for (String feature : suggested.<String>getList(suggested.fieldIndex("changed"))) {
      assertThat(told.find()).as(suggested.<String>getAs("told")).isTrue();
      assertThat(told.group(1)).isNotEqualTo(told.group(2));
      boolean isShare = told.group(1).endsWith("%");
      values.put(
          feature,
          feature.equals("channel")
              ? told.group(1)
              : new BigDecimal(told.group(1).replace("%", ""))
                  .movePointLeft(isShare ? 2 : 0)
                  .doubleValue());
    }
    assertThat(told.find()).isFalse();
    return RowFactory.create(
        suggested.<Integer>getAs("id"),
        values.get("visits"),
        values.get("online_share"),
        values.get("channel"),
        0.0);
  }

  private static void assertTurned(Transformer model) {
    List<Row> suggested = suggested(model);
    List<Row> told = suggested.stream().map(SuggestionsTest::asTold).toList();
    assertThat(told).hasSizeGreaterThan(100);
    Dataset<Row> again = model.transform(toVector.transform(asFeatures(told)));
    assertThat(again.filter("prediction = 0").count()).isZero();
    Row ranges = people.selectExpr("max(numbers['visits'])").head();
    for (Row row : told) {
      assertThat(row.getDouble(1)).isLessThanOrEqualTo(ranges.getDouble(0));
    }
    for (int i = 0; i < told.size(); i++) {
      double before = suggested.get(i).getAs("online_share");
      assertThat(told.get(i).getDouble(2)).isLessThanOrEqualTo(Math.max(before, MOST_ONLINE));
    }
  }

  @Test
  void asToldItTurnsTheDecisionOfALinearModel() {
    assertTurned(new LogisticRegression().fit(vectors));
  }

  @Test
  void asToldItTurnsTheDecisionOfTrees() {
    assertTurned(new GBTClassifier().setMaxIter(15).setMaxDepth(4).setMaxBins(300).fit(vectors));
  }

  @Test
  void nothingStartsFromAChannelThatIsNotKnown() {
    List<Row> suggested = suggested(new LogisticRegression().fit(vectors));
    List<Row> ofChannel =
        suggested.stream()
            .filter(row -> row.getList(row.fieldIndex("changed")).contains("channel"))
            .toList();
    assertThat(ofChannel).isNotEmpty().allMatch(row -> row.getAs("channel") != null);
    assertThat(suggested)
        .anyMatch(row -> row.getAs("channel") == null)
        .noneMatch(row -> row.<String>getAs("told").contains("not on record"));
  }

  @Test
  void aFeatureOfWhichNoTrainingRowHasAValueIsNoSuggestion() {
    Dataset<Row> none =
        people.selectExpr("numbers", "map('channel', CAST(NULL AS STRING)) AS categories", "label");
    PipelineStage[] stages =
        new FeatureStages(none, Optional.empty()).stages().toArray(PipelineStage[]::new);
    Dataset<Row> empty =
        new org.apache.spark.ml.Pipeline().setStages(stages).fit(none).transform(none);
    RecourseRules channel =
        new RecourseRules(
            Map.of("channel", change(ChangeDirection.EITHER, Optional.empty())), 2, 3, 20_000);
    List<String> slots = List.of("online_share", "visits", "channel", "channel");
    assertThatThrownBy(() -> Changeable.of(channel, slots, empty.schema(), Map.of()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("no training row has a value of 'channel'");
  }
}
