package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Corrections;
import dev.evenhand.lake.table.Subjects;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.rights.ShopLake;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A shop of 12 customers, 0 to 11; 8 of them trained two models, and number 4 withdrew later. */
class SubjectRightsCommandsTest {
  private static final SparkSession SPARK = Spark.session();
  private static final Path HOME = Spark.temporary("subject-rights");
  private static final Lake LAKE = new Lake(SPARK, HOME.resolve("lake").toString());
  private static final Keys KEYS = FixedKeys.in(HOME);
  private static ShopLake shop;
  private static Keys others;

  @BeforeAll
  static void write() {
    shop = ShopLake.write(SPARK, LAKE, KEYS, 12, 1);
    others = Keys.madeAt(HOME.resolve("others.json"));
    LAKE.replaceRun(
        Consents.CONTRACT,
        SPARK.sql(
            "SELECT '"
                + shop.key(4)
                + "' AS subject_key, 1S AS subject_bucket, 'mail' AS purpose, 'withdrawn' AS status,"
                + " timestamp'2026-03-10' AS valid_from, timestamp'2026-03-10' AS recorded_at"),
        new RunScope(ShopLake.PIPELINE, "r20260310T000000000"));
  }

  /** The status, what was said, and the problem if there is one. */
  private static String run(Object command, String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--lake", LAKE.files().root()));
    CommandLine line = new CommandLine(command);
    List<String> problems = new ArrayList<>();
    line.setExecutionExceptionHandler(
        (problem, failed, parsed) -> {
          problems.add(
              problem instanceof DataProblem ? problem.getMessage() : String.valueOf(problem));
          return 2;
        });
    PrintStream console = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      int status = line.execute(all.toArray(String[]::new));
      return status + " " + said.toString(StandardCharsets.UTF_8) + String.join("", problems);
    } finally {
      System.setOut(console);
    }
  }

  private static String export(Keys keys, String number, Path out) {
    return run(
        new ConsentExportCommand(name -> SPARK, () -> keys),
        "--subject",
        number,
        "--namespace",
        "customer",
        "--keep-namespaces",
        "shop",
        "--out",
        out.toString());
  }

  private static String impact(Keys keys, String... arguments) {
    return run(new ConsentImpactCommand(name -> SPARK, () -> keys), arguments);
  }

  private static String rectify(Keys keys, String number, String... values) {
    List<String> arguments = new ArrayList<>(List.of("--subject", number));
    arguments.addAll(List.of("--namespace", "customer", "--reason", "letter"));
    for (String value : values) {
      arguments.addAll(List.of("--set", value));
    }
    return run(new RectifyCommand(name -> SPARK, () -> keys), arguments.toArray(String[]::new));
  }

  @Test
  void anExportHasAllThatIsHeldOnACustomerAndNothingOfOthers() throws IOException {
    Path out = HOME.resolve("export");
    assertThat(export(KEYS, ShopLake.number(3), out))
        .startsWith("0 ")
        .contains(" rows are held on this customer: " + out + "/subject.html");
    String text = Files.readString(out.resolve("subject.json"));
    String page = Files.readString(out.resolve("subject.html"));
    JsonNode json = new ObjectMapper().readTree(text);
    Map<String, JsonNode> rows = new TreeMap<>();
    for (JsonNode table : json.path("tables")) {
      rows.put(table.path("table").asText(), table.path("rows"));
      assertThat(page).as("the page has every table").contains(table.path("table").asText());
      assertThat(table.path("what").asText()).isNotBlank();
    }
    assertThat(rows.keySet())
        .containsExactly(
            "bronze.customers",
            "bronze.quarantine",
            "bronze.sales",
            "gold.decisions",
            "gold.explanations",
            "gold.features",
            "gold.predictions",
            "gold.scores",
            "gold.splits",
            "gold.training_set",
            "gold.weights",
            "secure.identities",
            "silver.consents",
            "silver.decisions",
            "silver.protected",
            "silver.sales",
            "silver.subjects");
    JsonNode subject = rows.get("silver.subjects").get(0);
    assertThat(subject.path("numbers").path("age").isNumber()).isTrue();
    assertThat(subject.path("numbers").path("age").asDouble()).isEqualTo(3);
    assertThat(subject.path("categories").path("street").asText())
        .isEqualTo("lane-" + ShopLake.number(3) + "-3");
    List<Double> amounts = new ArrayList<>();
    rows.get("silver.sales").forEach(row -> amounts.add(row.path("amount").doubleValue()));
    assertThat(amounts).as("amounts are numbers").containsExactlyInAnyOrder(4.0, 5.0, 6.0);
    assertThat(rows.get("bronze.quarantine").get(0).path("raw").asText())
        .as("sealed text is opened")
        .startsWith(ShopLake.number(3) + ",bad,");
    assertThat(page)
        .contains("order-" + ShopLake.number(3) + "-1", ShopLake.number(3) + "@example.com")
        .doesNotContain("<script");
    LongStream.range(0, 12)
        .filter(id -> id != 3)
        .forEach(
            id -> {
              for (String theirs : List.of(shop.key(id), shop.emailKey(id), ShopLake.number(id))) {
                assertThat(text).as("customer " + id).doesNotContain(theirs);
                assertThat(page).as("customer " + id).doesNotContain(theirs);
              }
            });
  }

  @Test
  void whoIsUnknownGetsOneLineAndNoFile() {
    Path out = HOME.resolve("nobody");
    String unknown =
        "2 --subject: the lake knows no such customer. Correct it, or name another --namespace or"
            + " --lake.";
    assertThat(export(KEYS, "17", out)).isEqualTo(unknown);
    assertThat(impact(KEYS, "--subject", "17", "--namespace", "customer")).isEqualTo(unknown);
    assertThat(rectify(KEYS, "17", "age=33")).isEqualTo(unknown);
    assertThat(out).doesNotExist();
  }

  @Test
  void otherKeysAreRefused() {
    Path out = HOME.resolve("wrong");
    String refused = "2 Keys: the identities of this lake were made with other keys";
    assertThat(export(others, ShopLake.number(3), out)).startsWith(refused);
    assertThat(impact(others, "--subject", ShopLake.number(4), "--namespace", "customer"))
        .startsWith(refused);
    assertThat(rectify(others, ShopLake.number(4), "age=33")).startsWith(refused);
    assertThat(out).doesNotExist();
    assertThat(age(4)).isEqualTo(4);
  }

  @Test
  void impactNamesTheModelsOfASubject() {
    assertThat(impact(KEYS, "--subject", ShopLake.number(5), "--namespace", "customer"))
        .startsWith("0 shop " + ShopLake.RUN.runId() + " fair (promoted), trained 2026-03-01")
        .contains(ShopLake.LATER.runId() + " fair", ": 1 of 8 persons; needs retraining: 12.50%")
        .endsWith("2 models learned from them, 2 need retraining\n");
    assertThat(impact(KEYS, "--subject", ShopLake.number(6), "--namespace", "customer"))
        .as("number 6 is in the test split")
        .isEqualTo("0 0 models learned from them, 0 need retraining\n");
  }

  @Test
  void impactNamesTheModelsOfThoseWhoRefusedSince() {
    assertThat(impact(KEYS, "--since", "2026-03-10"))
        .contains(": 1 of 8 persons")
        .contains("2 models learned from them");
    assertThat(impact(KEYS, "--since", "2026-03-11"))
        .isEqualTo("0 0 models learned from them, 0 need retraining\n");
    assertThat(impact(KEYS, "--since", "lately"))
        .isEqualTo("2 --since 'lately' is no date. Write such as 2026-03-01.");
    assertThat(impact(KEYS)).isEqualTo("2 consent impact: give either --subject or --since.");
    assertThat(impact(KEYS, "--since", "2026-03-10", "--subject", "1"))
        .isEqualTo("2 consent impact: give either --subject or --since.");
    assertThat(impact(KEYS, "--subject", ShopLake.number(5)))
        .startsWith("2 The lake knows identifiers of several kinds: customer, email, shop.");
  }

  @Test
  void rectifyCorrectsOneCustomerAndSaysWhatItCannot() {
    assertThat(rectify(KEYS, ShopLake.number(7), "shoe=3"))
        .isEqualTo(
            "2 rectify: the lake has no attribute shoe of this customer; it has age, origin,"
                + " segment, street. Nothing was changed.");
    assertThat(rectify(KEYS, ShopLake.number(7), "age=old"))
        .isEqualTo("2 rectify: age is a number. Nothing was changed.");
    assertThat(age(7)).isEqualTo(7);
    assertThat(LAKE.exists(Corrections.CONTRACT)).isFalse();
    assertThat(rectify(KEYS, ShopLake.number(7), "age=33"))
        .isEqualTo("0 shop: 1 attributes corrected; see silver.corrections\n");
    assertThat(age(7)).isEqualTo(33);
    assertThat(age(8)).isEqualTo(8);
    assertThat(LAKE.read(Corrections.CONTRACT).select("value", "reason").head().toString())
        .isEqualTo("[33.0,letter]");
  }

  private static double age(long id) {
    return LAKE.read(Subjects.CONTRACT)
        .filter(Subjects.SUBJECT_KEY.column().equalTo(shop.key(id)))
        .selectExpr("numbers['age']")
        .head()
        .getDouble(0);
  }
}
