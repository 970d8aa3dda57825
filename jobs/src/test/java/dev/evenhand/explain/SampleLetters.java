package dev.evenhand.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.config.Pipeline;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.Scores;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.pseudonym.CanonicalForm;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.Pseudonyms;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.Spark;
import dev.evenhand.support.TestLake;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A lake of two customers. Customer 100123 has a decision of the test split, d-tried, and one that
 * the model made, d-made; customer 100456 has d-other, which a person had to look at. The candidate
 * is even-odds, and says of each customer what names them, so that one would be found with another.
 */
public record SampleLetters(TestLake trained, TestLake scored) {
  public static final String CUSTOMER = "100123";
  public static final String OTHER = "100456";

  private static final Pipeline PIPELINE =
      SamplePipeline.with(
          """
          explain:
            languages: [en, de]
            features:
              household_size: {value: untold, names: {en: the household, de: der Haushalt}}
              tenure_years: {names: {en: the years as a customer, de: die Jahre als Kunde}}
          """);

  public static SampleLetters with(Keys keys) {
    TestLake trained = TestLake.of(SamplePipeline.NAME);
    SampleLetters sample = new SampleLetters(trained, trained.run("r20260302T000000000"));
    String customer = sample.identity(keys, CUSTOMER);
    String other = sample.identity(keys, OTHER);
    sample.writeTrained(customer);
    sample.writeScored(customer, other);
    return sample;
  }

  public String root() {
    return trained.lake().files().root();
  }

  /** The customer's subject key, once the lake knows who it is. */
  private String identity(Keys keys, String number) {
    Pseudonyms pseudonyms = new Pseudonyms(keys);
    Dataset<Row> both = Spark.session().sql("SELECT explode(array('100123', '100456')) AS number");
    Dataset<Row> identities =
        both.select(
            col("number"),
            lit("customer").as("namespace"),
            pseudonyms.identity(col("number"), "customer", CanonicalForm.DIGITS).as("identity"),
            pseudonyms.pseudonym(col("number"), "customer", CanonicalForm.DIGITS).as("subject_key"),
            lit(1).as("key_version"));
    trained.lake().replacePipeline(Identities.CONTRACT, identities.drop("number"), trained.scope());
    return identities.filter(col("number").equalTo(number)).head().getAs("subject_key");
  }

  private void writeTrained(String customer) {
    put(trained, UsableDecisions.CONTRACT, decision("d-tried", customer, "2025-01-02"));
    put(trained, Predictions.CONTRACT, prediction("even-odds"), prediction("plain"));
    put(trained, Models.CONTRACT, model("even-odds", "candidate"), model("plain", "reference"));
    put(trained, FeatureRows.CONTRACT, features("d-tried", "3.5D"));
    put(
        trained,
        Explanations.CONTRACT,
        explanation("even-odds", "d-tried", CUSTOMER, "found", "'With 5 years, " + CUSTOMER + ".'"),
        explanation("plain", "d-tried", CUSTOMER, "found", "'With 7 years, " + CUSTOMER + ".'"));
    writeWords(trained);
  }

  private void writeScored(String customer, String other) {
    put(
        scored,
        UsableDecisions.CONTRACT,
        decision("d-made", customer, "2026-03-01"),
        decision("d-other", other, "2026-03-01"));
    put(
        scored,
        Scores.CONTRACT,
        score("d-made", customer, "automatic"),
        score("d-other", other, "person"));
    put(scored, FeatureRows.CONTRACT, features("d-made", "4D"), features("d-other", "41.25D"));
    put(
        scored,
        Explanations.CONTRACT,
        explanation("even-odds", "d-made", CUSTOMER, "none", ""),
        explanation("even-odds", "d-other", OTHER, "unknown", ""));
    writeWords(scored);
  }

  private static void put(TestLake run, TableContract contract, String... rows) {
    Dataset<Row> all = Spark.session().sql(String.join(" UNION ALL ", rows));
    run.lake().replaceRun(contract, all, run.scope());
  }

  private static String decision(String id, String subject, String day) {
    return "SELECT '%s' AS decision_id, '%s' AS subject_key, timestamp'%s' AS decided_at,"
            .formatted(id, subject, day)
        + " map('a', 1D) AS numbers, map('b', 'c') AS categories";
  }

  private static String prediction(String model) {
    return "SELECT '%s' AS model, 'd-tried' AS decision_id, 'test' AS split, 1D AS label,"
            .formatted(model)
        + " 0.2D AS score, 0D AS decision";
  }

  private static String score(String id, String subject, String route) {
    return "SELECT '%s' AS decision_id, '%s' AS subject_key, 'even-odds' AS model,"
            .formatted(id, subject)
        + " 'r20260301T000000000' AS model_version, 0.375D AS score, 0D AS decision, '%s' AS route,"
            .formatted(route)
        + " timestamp'2026-03-02' AS scored_at";
  }

  private static String model(String name, String status) {
    return "SELECT '%s' AS model, 'logistic-regression' AS estimator, '%s' AS status,"
            .formatted(name, status)
        + " 'models/x' AS path, 'abc' AS sha256, 1L AS training_table_version,"
        + " 10L AS training_rows, map('a', 'b') AS parameters, 0.5D AS threshold,"
        + " timestamp'2026-03-01' AS trained_at";
  }

  private static String features(String id, String tenure) {
    return "SELECT '%s' AS decision_id, map('tenure_years', %s, 'household_size', 7D) AS numbers,"
            .formatted(id, tenure)
        + " map('segment', CAST(NULL AS STRING)) AS categories";
  }

  private static String explanation(
      String model, String id, String who, String status, String recourse) {
    String sentences =
        Stream.of("en", "de")
            .map(
                language ->
                    "'%s', named_struct('customer', array('%s %s & <b>'), 'other_side',"
                            .formatted(language, language, who)
                        + " CAST(array() AS ARRAY<STRING>), 'sales_representative', 'x',"
                        + " 'reviewer', array('x'), 'recourse',"
                        + " CAST(array(%s) AS ARRAY<STRING>))".formatted(recourse))
            .collect(Collectors.joining(", "));
    return "SELECT '%s' AS model, '%s' AS decision_id, -1D AS margin, 0D AS base,"
            .formatted(model, id)
        + " map('tenure_years', -1D, 'household_size', -0.5D, 'segment', 0.25D) AS contributions,"
        + " array('tenure_years') AS reasons, 0D AS decision,"
        + " array('tenure_years:against') AS reason_codes, map(%s) AS sentences,"
            .formatted(sentences)
        + " '%s' AS recourse_status".formatted(status);
  }

  private static void writeWords(TestLake run) {
    List<Vocabulary> languages =
        PhraseFile.of(PIPELINE, new Configuration()).stream()
            .map(
                phrases ->
                    Vocabulary.of(
                        phrases, PIPELINE, List.of("tenure_years", "household_size", "segment")))
            .toList();
    new LetterWords(
            languages,
            "Campaign analytics",
            "campaigns@example.com",
            "Choosing customers for a call.",
            "",
            2,
            "",
            "contract",
            "The contract names it.")
        .write(run.lake(), run.scope());
  }
}
