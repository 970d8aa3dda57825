package dev.evenhand.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Overrides;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {
  private static final String GOOD =
      """
      pipeline: offers
      description: Who gets an offer
      data: .
      sources:
        sales:
          format: csv
          path: sales.csv
          schema: customer STRING, amount DECIMAL(10,2), at TIMESTAMP, city STRING, age INT
          checks: {amount: amount >= 0}
      conform:
        subjects: SELECT customer AS subject_key, city FROM sales -- who
        protected: SELECT customer AS subject_key, age FROM sales
        sales: SELECT customer AS subject_key, at AS sold_at, amount FROM sales
        decisions: SELECT customer AS decision_id, customer AS subject_key, at AS decided_at, 1 AS label FROM sales
      consent: {basis: contract, reason: The customers asked for offers in their contract}
      features: {columns: [city], expressions: {largest: max(amount)}}
      split: {test: 30%}
      decide: {top: 20%}
      train: [{name: plain, estimator: logistic-regression}]
      evaluate: {sensitive: [age]}
      card: {owner: Sales, contact: s@example.com, intended_use: Offers, out_of_scope: Prices}
      """;

  @TempDir Path folder;

  @Test
  void aGoodFilePasses() throws IOException {
    assertThat(problems(GOOD)).isEmpty();
  }

  @Test
  void whatIsProtectedIsNoFeatureEvenIfItIsNotEvaluated() throws IOException {
    String feature =
        GOOD.replace("subject_key, age FROM sales", "subject_key, age, city FROM sales");
    assertThat(problems(feature))
        .singleElement()
        .asString()
        .startsWith("16:22: 'city' is a protected attribute (conform.protected); as a feature");
    assertThat(
            problems(
                feature.replace(
                    "columns: [city],",
                    "columns: [city], protected_allowed: {city: The delivery depends on it},")))
        .isEmpty();
  }

  /** The ledger is read from sales and, in a subquery or a common table, from cities. */
  @Test
  void ofTheSourcesOfTheLedgerNoRowMayBeRefused() throws IOException {
    String ledger =
        GOOD.replace("consent: {basis", "consent: {purpose: offers, ledger: sales, basis");
    String cities =
        """
          cities:
            format: csv
            path: sales.csv
            schema: customer STRING, amount DECIMAL(10,2), at TIMESTAMP, city STRING, age INT
            max_quarantined: 2.5%
        conform:
        """;
    for (String rows :
        List.of(
            "FROM sales WHERE city IN (SELECT city FROM cities)",
            "FROM (WITH c AS (SELECT city FROM cities) SELECT s.* FROM sales s JOIN c ON s.city = c.city)")) {
      String two =
          ledger.replace(
              "conform:\n",
              cities
                  + "  consents: SELECT customer AS subject_key, 'offers' AS purpose, 'granted' AS status, at AS valid_from "
                  + rows
                  + "\n");
      assertThat(problems(two))
          .containsExactly(
              "5:3: the consent ledger is read from source 'sales', whose max_quarantined is 1%, and a"
                  + " refused withdrawal would leave its customer in use; 0% is allowed; write"
                  + " max_quarantined: 0%",
              "14:22: the consent ledger is read from source 'cities', whose max_quarantined is 2.5%,"
                  + " and a refused withdrawal would leave its customer in use; 0% is allowed; write"
                  + " max_quarantined: 0%");
      assertThat(
              problems(
                  two.replace("2.5%", "0%")
                      .replace("checks: {amount", "max_quarantined: 0%\n    checks: {amount")))
          .isEmpty();
    }
  }

  @Test
  void everyProblemIsToldAtOnceWithItsPlace() throws IOException {
    String bad =
        GOOD.replace("amount >= 0", "amonut >= 0")
            .replace("customer AS subject_key, city FROM sales", "customer, town FROM sales")
            .replace("subject_key, age FROM sales", "subject_key, age FROM receipts")
            .replace("at AS sold_at", "city AS sold_at")
            .replace("1 AS label FROM sales", "1 AS label FORM sales")
            .replace("max(amount)", "maximum(amount)");

    assertThat(problems(bad))
        .containsExactly(
            "9:22: column 'amonut' does not exist; sales has customer, amount, at, city, age,"
                + " _file, _ordinal, _loaded_at",
            "11:13: column 'town' does not exist; sales has customer, amount, at, city, age, _file,"
                + " _ordinal, _loaded_at",
            "12:14: table 'receipts' does not exist; allowed are sales",
            "13:10: column sold_at is STRING; a TIMESTAMP or DATE is allowed; cast it, or give the"
                + " source a schema",
            "14:14: the SQL can't be read at or near 'FORM'",
            "16:52: function 'maximum' does not exist");
  }

  @Test
  void columnsThatNothingProvidesAreNamed() throws IOException {
    String bad =
        GOOD.replace("columns: [city]", "columns: [city, tenure]")
            .replace("sensitive: [age]", "sensitive: [age, sex]")
            .replace("1 AS label", "1 AS outcome");

    assertThat(problems(bad))
        .containsExactly(
            "14:14: no column label (1 favourable outcome, 0 not; null while unknown); the query has"
                + " decision_id, subject_key, decided_at, outcome",
            "16:28: 'tenure' is a column of neither conform.subjects nor conform.decisions; they"
                + " have city, outcome",
            "20:29: 'sex' is no column of conform.protected; it has age");
  }

  @Test
  void aSourceUnlikeItsSchemaIsToldBeforeAnySql() throws IOException {
    assertThat(problems(GOOD.replace("age INT", "age INT, income INT")))
        .containsExactly(
            "5:3: source sales: file sales.csv has no column income; its first line has customer,"
                + " amount, at, city, age. Correct schema, or the file.");
    assertThat(problems(GOOD.replace("age INT", "age NUMBER")))
        .singleElement()
        .asString()
        .startsWith("5:3: source sales: its schema can't be read: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete-journey", "bank-marketing", "online-retail", "adult"})
  void shippedPipelinesPass(String name) {
    String data = System.getenv().getOrDefault("EVENHAND_DATA", "../shared/data");
    Assumptions.assumeTrue(Files.isDirectory(Path.of(data)), "no data in " + data);
    PipelineFile file =
        PipelineFile.read(
            Path.of("conf/pipelines/" + name + ".yaml"),
            Map.of("EVENHAND_DATA", data),
            new Overrides(Optional.empty(), Optional.empty()));

    assertThatCode(() -> Preflight.check(Spark.session(), file)).doesNotThrowAnyException();
  }

  /** Each without the name of the file. */
  private List<String> problems(String text) throws IOException {
    Files.writeString(
        folder.resolve("sales.csv"), "customer,amount,at,city,age\n1,1,2026-01-01,Bonn,30\n");
    Path path =
        Files.writeString(folder.resolve("p.yaml"), text.replace("data: .", "data: " + folder));
    PipelineFile file =
        PipelineFile.read(path, Map.of(), new Overrides(Optional.empty(), Optional.empty()));
    DataProblem problem =
        catchThrowableOfType(DataProblem.class, () -> Preflight.check(Spark.session(), file));
    return problem == null
        ? List.of()
        : problem.lines().stream()
            .map(line -> line.substring(path.toString().length() + 1))
            .toList();
  }
}
