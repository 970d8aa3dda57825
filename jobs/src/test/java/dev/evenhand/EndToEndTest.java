package dev.evenhand;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.config.Overrides;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.explain.Letter;
import dev.evenhand.explain.LetterForms;
import dev.evenhand.explain.Letters;
import dev.evenhand.generate.Warehouse;
import dev.evenhand.generate.WarehouseSpec;
import dev.evenhand.ingest.Preflight;
import dev.evenhand.job.Job;
import dev.evenhand.job.Progress;
import dev.evenhand.job.RunOptions;
import dev.evenhand.job.RunPlan;
import dev.evenhand.job.Runner;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.ModelCards;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.Runs;
import dev.evenhand.lake.table.Scores;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.publish.Postgres;
import dev.evenhand.publish.Publication;
import dev.evenhand.score.ScoringModel;
import dev.evenhand.support.CardSchemas;
import dev.evenhand.support.Database;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import dev.evenhand.support.TablesPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole pipeline on a small sample warehouse, once for all claims. */
class EndToEndTest {
  private static final SparkSession SPARK = Spark.session();
  private static final Path HOME = Spark.temporary("end-to-end");
  private static final long SALES = 20_000;

  private static Pipeline pipeline;
  private static Lake lake;
  private static Keys keys;
  private static String sha256;
  private static RunScope scope;

  @BeforeAll
  static void runEverything() {
    String warehouse = HOME.resolve("warehouse").toString();
    Warehouse.write(SPARK, new WarehouseSpec(SALES, 17, warehouse));
    PipelineFile file =
        PipelineFile.read(
            Path.of("conf/pipelines/demo.yaml"),
            Map.of(),
            new Overrides(Optional.of(warehouse), Optional.of(HOME.resolve("lake").toString())));
    pipeline = file.pipeline();
    Preflight.check(SPARK, file);
    lake = new Lake(SPARK, pipeline.lake());
    keys = FixedKeys.in(HOME);
    sha256 = file.sha256();
    scope = run(Jobs.of(pipeline, keys));
  }

  private static RunScope run(List<Job> jobs) {
    Instant asOf = Instant.parse("2025-01-20T00:00:00Z");
    RunPlan plan = new RunPlan(pipeline.pipeline(), sha256, "test", asOf, pipeline.seed());
    return new Runner(SPARK, lake, Clock.systemUTC(), Progress.silent())
        .run(jobs, plan, RunOptions.whole());
  }

  @Test
  void everySourceRowIsAcceptedOrInQuarantine() {
    Dataset<Row> quality = lake.readRun(Figures.QUALITY, scope);
    assertThat(total(quality, Measures.ROWS_IN))
        .isEqualTo(
            total(quality, Measures.ROWS_ACCEPTED) + total(quality, Measures.ROWS_QUARANTINED))
        .isGreaterThanOrEqualTo(SALES);
    assertThat(total(quality, Measures.ROWS_QUARANTINED)).isPositive();
  }

  @Test
  void withoutConsentADecisionIsNotUsed() {
    assertThat(total(lake.readRun(Figures.QUALITY, scope), Measures.ROWS_EXCLUDED_BY_CONSENT))
        .isPositive();
  }

  @Test
  void theConstrainedModelHoldsItsBoundOnTrainingData() {
    Row fair =
        lake.readRun(Models.CONTRACT, scope)
            .filter(Models.MODEL.column().equalTo(candidate()))
            .head();
    assertThat(fair.<Double>getAs(Models.VIOLATION.name()))
        .isLessThanOrEqualTo(fair.<Double>getAs(Models.BOUND.name()));
  }

  /** What anonymity costs a model stands beside what it hides: the highest risk falls to 1 / k. */
  @Test
  void anonymityIsMeasuredBeforeAndAfter() {
    Dataset<Row> figures = lake.readRun(Figures.PRIVACY, scope);
    assertThat(
            only(
                figures,
                "metric = 'prosecutor_risk' AND statistic = 'highest' AND dataset = 'after'"))
        .isLessThanOrEqualTo(0.2);
    assertThat(only(figures, "metric = 'information_loss' AND attribute IS NULL"))
        .isBetween(0.0, 1.0);
    assertThat(figures.filter("metric = 'information_loss' AND n > 0").count())
        .as("who pays: as many groups as those whose suppressed rows are counted")
        .isPositive()
        .isEqualTo(figures.filter("metric = 'rows_suppressed' AND n > 0").count());
    assertThat(only(figures, "metric = 'model_accuracy' AND statistic = 'majority'"))
        .isBetween(0.5, 1.0);
    for (String dataset : List.of(Measures.BEFORE, Measures.AFTER)) {
      String here = "' AND statistic = 'value' AND dataset = '" + dataset + "'";
      assertThat(only(figures, "metric = 'model_accuracy" + here)).isBetween(0.5, 1.0);
      assertThat(only(figures, "metric = 'model_roc_auc" + here)).isBetween(0.5, 1.0);
    }
    assertThat(
            figures
                .filter("metric = 'population_uniques' AND value IS NULL AND reason IS NOT NULL")
                .count())
        .isEqualTo(2);
  }

  private static double only(Dataset<Row> figures, String which) {
    List<Row> found = figures.filter(which).select(Figures.VALUE.column()).collectAsList();
    assertThat(found).hasSize(1);
    return found.get(0).getDouble(0);
  }

  @Test
  void aSavedModelLoadsAndGivesTheSameDecisions() {
    String path =
        lake.readRun(Models.CONTRACT, scope)
            .filter(Models.MODEL.column().equalTo(candidate()))
            .head()
            .getAs(Models.PATH.name());
    Dataset<Row> features = lake.readRun(FeatureRows.CONTRACT, scope).limit(200);
    Dataset<Row> again =
        PipelineModel.load(lake.files().place(path))
            .transform(features)
            .select(col("decision_id"), col("score").as("again"));
    Dataset<Row> stored =
        lake.readRun(Predictions.CONTRACT, scope)
            .filter(Predictions.MODEL.column().equalTo(candidate()));
    assertThat(
            stored
                .join(again, Predictions.DECISION_ID.name())
                .filter(col("again").notEqual(Predictions.SCORE.column()))
                .count())
        .isZero();
  }

  @Test
  void noProtectedAttributeIsAFeature() {
    Row row = lake.readRun(TrainingSet.CONTRACT, scope).head();
    assertThat(row.getJavaMap(row.fieldIndex("categories")).keySet())
        .doesNotContain("origin", "age_band", "gender");
  }

  @Test
  void theCardOfTheCandidateStandsInTheLake() {
    Row card =
        lake.readRun(ModelCards.CONTRACT, scope)
            .filter(ModelCards.MODEL.column().equalTo(candidate()))
            .head();
    String html = lake.files().readText(lake.files().place(card.getAs("html_path")));
    assertThat(html)
        .contains(pipeline.card().owner())
        .contains("<table")
        .contains("Where it hurts most")
        .contains("All features together");
  }

  /** Of what a run measured, and not of a sample: every model's, in the table and as the file. */
  @Test
  void theCardsAreValidUnderModelCardToolkitsSchemaAndOurs() throws IOException {
    List<Row> cards = lake.readRun(ModelCards.CONTRACT, scope).collectAsList();
    assertThat(cards).hasSizeGreaterThan(1);
    for (Row card : cards) {
      assertThat(CardSchemas.problems(card.getAs(ModelCards.CARD.name())))
          .as("%s", card.<String>getAs(ModelCards.MODEL.name()))
          .isEmpty();
    }
    Row card =
        cards.stream()
            .filter(row -> row.getAs("model").equals(candidate()))
            .findFirst()
            .orElseThrow();
    String file = card.<String>getAs("html_path").replace(".html", ".json");
    assertThat(lake.files().readText(lake.files().place(file)))
        .isEqualTo(card.getAs(ModelCards.CARD.name()));
  }

  @Test
  void everyStepIsInTheRunLogWithTheVersionsItWrote() {
    List<String> steps =
        lake.readPipeline(Runs.CONTRACT, scope.pipeline())
            .filter("status = 'done' AND size(versions_written) > 0")
            .select(Runs.STEP.column())
            .as(Encoders.STRING())
            .collectAsList();
    assertThat(steps).contains("ingest", "conform", "consent", "train", "evaluate", "card");
  }

  @Test
  void decisionsHaveOneRowEach() {
    Dataset<Row> decisions = lake.readPipeline(Decisions.CONTRACT, scope.pipeline());
    assertThat(decisions.select("decision_id").distinct().count()).isEqualTo(decisions.count());
  }

  @Test
  void newDecisionsGetScoresThroughTheSameConsentAndFeatures() {
    ScoringModel model = ScoringModel.find(lake, pipeline.pipeline(), "unconstrained");
    RunScope scoring = run(Jobs.scoring(pipeline, keys, model));
    Dataset<Row> scores = lake.readRun(Scores.CONTRACT, scoring);
    Dataset<Row> open = lake.readRun(UsableDecisions.CONTRACT, scoring).filter("label IS NULL");
    assertThat(scoring).isNotEqualTo(scope);
    assertThat(ids(scores)).isEqualTo(ids(open)).isNotEmpty();
    assertThat(ids(scores))
        .doesNotContainAnyElementsOf(ids(lake.readRun(Predictions.CONTRACT, scope)));
    assertThat(scores.filter("score BETWEEN 0 AND 1 AND decision IN (0, 1)").count())
        .isEqualTo(scores.count());
    assertThat(scores.filter("decision = 1").count()).isBetween(1L, scores.count() - 1);
    assertThat(featureNames(scoring)).isEqualTo(featureNames(scope));
    assertThat(ids(lake.readRun(Explanations.CONTRACT, scoring))).isEqualTo(ids(scores));
    Letter letter =
        new Letters(
                lake,
                new Letters.Choice(Optional.empty(), Optional.empty(), Optional.empty()),
                Instant.now())
            .ofDecision(ids(scores).iterator().next())
            .get(0);
    assertThat(letter.model()).isEqualTo("unconstrained");
  }

  @Test
  void theQuestionsOfADashboardHaveTheSameAnswersInPostgreSql() throws IOException {
    String url = Database.fresh("dashboard");
    new Publication(
            Catalog.of(SPARK, lake), new Postgres(url, Optional.of("postgres"), Optional.empty()))
        .run();
    for (String question : TablesPage.questions(Files.readString(TablesPage.PAGE))) {
      String here =
          question.replaceAll(
              "\\b(metrics|govern)\\.(\\w+)", "delta.`" + lake.files().root() + "/$1/$2`");
      assertThat(Database.rows(url, question))
          .as(question)
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              SPARK.sql(here).collectAsList().stream().map(row -> row.mkString("|")).toList());
    }
  }

  @Test
  void everyDecisionThatIsExplainedHasALetterInEachLanguage() {
    Dataset<Row> explained = lake.readRun(Explanations.CONTRACT, scope);
    String decision = explained.filter("decision = 0").head().getAs("decision_id");
    for (String language : List.of("en", "de")) {
      Letters letters =
          new Letters(
              lake,
              new Letters.Choice(Optional.empty(), Optional.of(candidate()), Optional.of(language)),
              Instant.now());
      String text = LetterForms.text(letters.ofDecision(decision));
      assertThat(text)
          .contains(decision, pipeline.card().owner(), pipeline.card().contact(), candidate())
          .contains(language.equals("de") ? "nicht ausgewählt" : "not selected")
          .contains("campaign-targeting")
          .doesNotContain("{", "null", "NaN");
    }
  }

  /** The contributions are exact, so that a second reckoning gives the same. */
  @Test
  void theInstabilityOfEachModelsExplanationsIsStored() {
    Dataset<Row> figures =
        lake.readRun(Figures.PERFORMANCE, scope).filter("metric = 'explanation_instability'");
    assertThat(figures.select("model").as(Encoders.STRING()).collectAsList())
        .containsExactlyInAnyOrder("unconstrained", "boosted-trees", "even-selection");
    assertThat(figures.filter("value = 0 AND n > 100 AND status = 'ok'").count()).isEqualTo(3);
  }

  /** Of every model: which one has ways to suggest on so few decisions is left to chance. */
  @Test
  void eachSuggestedChangeTurnsTheDecisionWhenItIsScoredAgain() {
    long suggestions = 0;
    for (Row model : lake.readRun(Models.CONTRACT, scope).collectAsList()) {
      Dataset<Row> again = suggestedAndScored(model);
      suggestions += again.count();
      assertThat(again.filter("decision = 0").count()).isZero();
    }
    assertThat(suggestions).isPositive();
  }

  @Test
  void whatMovesTheScoresOfEachGroupIsMeasured() {
    Dataset<Row> figures = lake.readRun(Figures.FAIRNESS, scope).filter("metric = 'importance'");
    assertThat(figures.select("model").distinct().count())
        .isEqualTo(lake.readRun(Explanations.CONTRACT, scope).select("model").distinct().count());
    assertThat(figures.filter("status = 'ok' AND value BETWEEN ci_low AND ci_high").count())
        .isPositive();
    assertThat(figures.filter("n < " + pipeline.evaluate().minGroup()).count()).isZero();
  }

  /** The values are read from the sentences: 57% is 0.57. */
  private static Dataset<Row> suggestedAndScored(Row model) {
    String told = "regexp_extract_all(way.told, '([-0-9][-0-9,.]*%?) instead of', 1)";
    String read =
        "CAST(CAST(replace(replace(t, ',', ''), '%', '') AS DECIMAL(24, 10))"
            + " / IF(endswith(t, '%'), 100, 1) AS DOUBLE)";
    Dataset<Row> suggested =
        lake.readRun(Explanations.CONTRACT, scope)
            .filter(Explanations.MODEL.column().equalTo(model.getAs(Models.MODEL.name())))
            .selectExpr("decision_id", "recourse", "sentences['en'].recourse AS told")
            .selectExpr("decision_id", "explode(arrays_zip(recourse, told)) AS way")
            .selectExpr(
                "decision_id",
                "map_from_arrays(way.recourse.changes.feature, transform("
                    + told
                    + ", t -> "
                    + read
                    + ")) AS changed");
    Dataset<Row> changed =
        lake.readRun(FeatureRows.CONTRACT, scope)
            .join(suggested, "decision_id")
            .selectExpr(
                "decision_id",
                "transform_values(numbers, (k, v) -> coalesce(changed[k], v)) AS numbers",
                "categories",
                "observed_days");
    String path = lake.files().place(model.getAs(Models.PATH.name()));
    return PipelineModel.load(path).transform(changed);
  }

  private static Set<String> ids(Dataset<Row> rows) {
    return Set.copyOf(
        rows.select(Scores.DECISION_ID.column()).distinct().as(Encoders.STRING()).collectAsList());
  }

  private static Set<Object> featureNames(RunScope of) {
    Row row = lake.readRun(FeatureRows.CONTRACT, of).head();
    return row.getJavaMap(row.fieldIndex(FeatureRows.NUMBERS.name())).keySet();
  }

  private static String candidate() {
    return Models.candidate(lake.readRun(Models.CONTRACT, scope));
  }

  private static double total(Dataset<Row> figures, String metric) {
    return figures
        .filter(Figures.METRIC.column().equalTo(metric))
        .filter(Figures.ATTRIBUTE.column().isNull())
        .agg(sum(Figures.VALUE.column()))
        .head()
        .getDouble(0);
  }
}
