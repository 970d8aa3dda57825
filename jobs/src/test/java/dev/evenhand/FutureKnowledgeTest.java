package dev.evenhand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.config.Overrides;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.generate.Warehouse;
import dev.evenhand.generate.WarehouseSpec;
import dev.evenhand.generate.WarehouseSpec.Future;
import dev.evenhand.generate.WarehouseSpec.Packing;
import dev.evenhand.job.Job;
import dev.evenhand.job.Progress;
import dev.evenhand.job.RunOptions;
import dev.evenhand.job.RunPlan;
import dev.evenhand.job.Runner;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A small warehouse whose files betray every label, each by a row that nobody knew when the
 * decision was made: sales of the days before it that were recorded after all decisions, sales
 * after it whose amount is the label, and an attribute that holds from after it.
 */
@Tag("proof")
class FutureKnowledgeTest {
  private static final Path HOME = Spark.temporary("future");
  private static final String AFTER_ALL_DECISIONS = "2025-01-19 12:00:00";
  private static final String CUSTOMERS_KNOWN_IN_TIME = "valid_from < '2025-01-20'";
  private static final String LINES_KNOWN_IN_TIME = "order_id LIKE 'R%'";
  private static final String IS_PLANTED = "amount > 9998";
  private static final String RECORDED_AT = "recorded_at,";
  private static final String TEXT =
      """
      pipeline: future
      description: Which customers respond, told by rows of the future
      sources:
        sales:
          format: csv
          path: sales
          identifiers: {customer_id: {as: customer, normalize: digits}}
          schema: >-
            order_id STRING NOT NULL, line_no INT, customer_id STRING NOT NULL, sold_at TIMESTAMP NOT NULL,
            recorded_at TIMESTAMP NOT NULL, product_id STRING, quantity INT, amount DECIMAL(10,2),
            discount DECIMAL(10,2), channel STRING, shop STRING
          max_quarantined: 5%
        customers:
          format: csv
          path: customers.csv
          identifiers: {customer_id: {as: customer, normalize: digits}, email: {as: email, normalize: email}}
          schema: >-
            customer_id STRING NOT NULL, email STRING, segment STRING, household_size INT, postal_area STRING,
            valid_from TIMESTAMP NOT NULL, future_responses INT
        contacts:
          format: csv
          path: contacts.csv
          identifiers: {customer_id: {as: customer, normalize: digits}}
          schema: >-
            contact_id STRING NOT NULL, campaign_id STRING, customer_id STRING NOT NULL,
            contacted_at TIMESTAMP NOT NULL, responded INT
      conform:
        subjects: >-
          SELECT customer_id AS subject_key, valid_from, segment, household_size, future_responses
          FROM customers WHERE CUSTOMERS
        protected: SELECT DISTINCT customer_id AS subject_key, 'all' AS everyone FROM customers
        sales: >-
          SELECT customer_id AS subject_key, sold_at, RECORDED order_id, product_id,
                 substring(product_id, 1, 3) AS category, quantity, amount, discount, 'EUR' AS currency
          FROM sales WHERE LINES
        decisions: >-
          SELECT contact_id AS decision_id, customer_id AS subject_key, contacted_at AS decided_at,
                 responded AS label
          FROM contacts WHERE responded IS NOT NULL
      consent: {basis: legitimate-interest, reason: The customers are made up}
      features:
        history: {windows: [91d], top_categories: 2}
        columns: [household_size, future_responses]
        expressions: {largest_amount: max(amount)}
      split: {test: 40%}
      decide: {top: 20%}
      train: [{name: plain, estimator: logistic-regression}]
      evaluate: {sensitive: [everyone]}
      card: {owner: Tests, contact: tests@example.com, intended_use: To be tried, out_of_scope: Anything real}
      """;

  private static final Lake LAKE = new Lake(Spark.session(), HOME.resolve("lake").toString());
  private static Keys keys;

  @BeforeAll
  static void plant() throws IOException {
    Warehouse.write(
        Spark.session(),
        new WarehouseSpec(5_000, 17, HOME.toString()).with(Future.LEAKED).packed(Packing.PLAIN));
    List<String> lines = new ArrayList<>();
    lines.add(
        "order_id,line_no,customer_id,sold_at,recorded_at,product_id,quantity,amount,discount,channel,shop");
    for (String contact : Files.readAllLines(HOME.resolve("contacts.csv"))) {
      String[] values = contact.split(",", -1);
      if (values[4].equals("0") || values[4].equals("1")) {
        String amount = values[4].equals("1") ? "9999.00" : "0.01";
        String known = AFTER_ALL_DECISIONS;
        lines.add(
            String.join(
                ",",
                "A" + values[0],
                "1",
                values[2],
                known,
                known,
                "P1",
                "1",
                amount,
                "0",
                "",
                ""));
      }
    }
    Files.write(HOME.resolve("sales/sales-after-the-decisions.csv"), lines);
    keys = FixedKeys.in(HOME);
  }

  @Test
  void rowsThatOnlyTheFutureKnowsLeaveTestAucUnchanged() throws IOException {
    Pipeline honest = pipeline(CUSTOMERS_KNOWN_IN_TIME, LINES_KNOWN_IN_TIME, RECORDED_AT);
    Pipeline planted = pipeline("true", "true", RECORDED_AT);
    Pipeline betrayed = pipeline("true", "true", "sold_at AS recorded_at,");

    RunScope without = run(honest, "ingest", "evaluate");
    RunScope with = run(planted, "conform", "evaluate");
    RunScope control = run(betrayed, "conform", "evaluate");

    assertThat(testAuc(with)).isCloseTo(testAuc(without), within(1e-9)).isLessThan(0.9);
    assertThat(testAuc(control)).as("a model that sees the plants is perfect").isGreaterThan(0.99);
    assertThat(LAKE.readPipeline(Sales.CONTRACT, "future").filter(IS_PLANTED).count()).isPositive();
    assertThat(respondersSeenBuying(with)).isZero();
    assertThat(respondersSeenBuying(control))
        .as("without recorded_at the plants do tell who will respond")
        .isEqualTo(LAKE.readRun(UsableDecisions.CONTRACT, control).filter("label = 1").count());
  }

  private static Pipeline pipeline(String customers, String lines, String recordedAt)
      throws IOException {
    String text =
        TEXT.replace("CUSTOMERS", customers)
            .replace("LINES", lines)
            .replace("RECORDED", recordedAt)
            .replaceFirst("\n", "\ndata: " + HOME + "\nlake: " + HOME.resolve("lake") + "\n");
    Path file = Files.writeString(HOME.resolve("future.yaml"), text);
    return PipelineFile.read(file, Map.of(), Overrides.none()).pipeline();
  }

  /** The steps from the first to the last that decisions, features and figures need. */
  private static RunScope run(Pipeline pipeline, String first, String last) {
    List<Job> jobs = new ArrayList<>(Jobs.of(pipeline, keys));
    List<String> names = jobs.stream().map(Job::name).toList();
    jobs = jobs.subList(names.indexOf(first), names.indexOf(last) + 1);
    jobs = jobs.stream().filter(job -> !job.name().equals("balance")).toList();
    RunPlan plan =
        new RunPlan(
            "future",
            Integer.toString(pipeline.hashCode()),
            "test",
            Instant.parse("2025-01-20T00:00:00Z"),
            17);
    return new Runner(Spark.session(), LAKE, Clock.systemUTC(), Progress.silent())
        .run(jobs, plan, RunOptions.whole());
  }

  private static double testAuc(RunScope run) {
    return LAKE.readRun(Figures.PERFORMANCE, run)
        .filter("model = 'plain' AND metric = 'roc_auc' AND split = 'test' AND attribute IS NULL")
        .select(Figures.VALUE.column())
        .head()
        .getDouble(0);
  }

  /** Decisions with a response to come whose features hold the planted amount. */
  private static long respondersSeenBuying(RunScope run) {
    return LAKE.readRun(FeatureRows.CONTRACT, run)
        .drop("pipeline", "run_id")
        .join(
            LAKE.readRun(UsableDecisions.CONTRACT, run).select("decision_id", "label"),
            "decision_id")
        .filter("label = 1 AND numbers['largest_amount'] = 9999")
        .count();
  }
}
