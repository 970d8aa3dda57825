package dev.evenhand.command;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.Erasures;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.SubjectBucket;
import dev.evenhand.lake.table.Subjects;
import dev.evenhand.pseudonym.CanonicalForm;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.Pseudonyms;
import dev.evenhand.support.FixedKeys;
import dev.evenhand.support.Spark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import picocli.CommandLine;

/** Customers 1 to 9 and shops 1 to 9 of a lake; what the command refuses, and what it says. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EraseCommandTest {
  private static final SparkSession SPARK = Spark.session();
  private static final Path HOME = Spark.temporary("erase-command");
  private static final Lake LAKE = new Lake(SPARK, HOME.resolve("lake").toString());
  private static final Keys KEYS = FixedKeys.in(HOME);

  @BeforeAll
  static void write() {
    RunScope run = new RunScope("shop", "r20260301T000000000");
    Pseudonyms pseudonyms = new Pseudonyms(KEYS);
    Dataset<Row> numbers = SPARK.range(1, 10).selectExpr("string(id) AS number");
    Dataset<Row> identities = null;
    for (String namespace : List.of("customer", "shop")) {
      Dataset<Row> some =
          numbers.select(
              lit(namespace).as("namespace"),
              pseudonyms.identity(col("number"), namespace, CanonicalForm.DIGITS).as("identity"),
              pseudonyms
                  .pseudonym(col("number"), namespace, CanonicalForm.DIGITS)
                  .as("subject_key"),
              lit(1).as("key_version"));
      identities = identities == null ? some : identities.union(some);
    }
    LAKE.replacePipeline(Identities.CONTRACT, identities, run);
    LAKE.replacePipeline(
        Subjects.CONTRACT,
        identities
            .filter("namespace = 'customer'")
            .select(
                col("subject_key"),
                SubjectBucket.of(col("subject_key")).as("subject_bucket"),
                expr("timestamp'1970-01-01'").as("valid_from"),
                expr("map('age', 30D)").as("numbers"),
                expr("map('segment', 'gold')").as("categories")),
        run);
  }

  private static String erase(String subjects, String... more) throws IOException {
    return erase(KEYS, subjects, more);
  }

  /** The status, and the problem if there is one. */
  private static String erase(Keys keys, String subjects, String... more) throws IOException {
    Path file = Files.writeString(HOME.resolve("subjects.txt"), subjects);
    List<String> arguments = new ArrayList<>(List.of("--subjects", file.toString()));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--lake")) {
      arguments.addAll(List.of("--lake", LAKE.files().root()));
    }
    if (!arguments.contains("--grace")) {
      arguments.addAll(List.of("--grace", "0s"));
    }
    CommandLine line = new CommandLine(new EraseCommand(name -> SPARK, () -> keys));
    List<String> problems = new ArrayList<>();
    line.setExecutionExceptionHandler(
        (problem, command, parsed) -> {
          problems.add(
              problem instanceof DataProblem ? problem.getMessage() : String.valueOf(problem));
          return 2;
        });
    int status = line.execute(arguments.toArray(String[]::new));
    return status + (problems.isEmpty() ? "" : " " + problems.get(0));
  }

  /** The status, and what was said. */
  private static String verify(Keys keys, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--lake", LAKE.files().root(), "--verify"));
    arguments.addAll(List.of(more));
    CommandLine line = new CommandLine(new EraseCommand(name -> SPARK, () -> keys));
    List<String> problems = new ArrayList<>();
    line.setExecutionExceptionHandler(
        (problem, command, parsed) -> {
          problems.add(
              problem instanceof DataProblem ? problem.getMessage() : String.valueOf(problem));
          return 2;
        });
    PrintStream console = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int status;
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      status = line.execute(arguments.toArray(String[]::new));
    } finally {
      System.setOut(console);
    }
    return status + " " + said.toString(StandardCharsets.UTF_8) + String.join("", problems);
  }

  private static void set(String column, String value) {
    SPARK.sql(
        "UPDATE delta.`%s` SET %s = %s".formatted(LAKE.place(Erasures.CONTRACT), column, value));
  }

  private static long customers() {
    return LAKE.read(Subjects.CONTRACT).count();
  }

  @Test
  @Order(1)
  void refusesBeforeAnythingIsChanged() throws IOException {
    assertThat(erase("1\n\n17\n", "--namespace", "customer"))
        .startsWith("2 ")
        .contains("the lake knows nobody by line 3; nothing was erased");
    assertThat(erase("1\n"))
        .isEqualTo(
            "2 The lake knows identifiers of several kinds: customer, shop. Say with --namespace"
                + " which of them the subjects are named by.");
    assertThat(erase("1\n", "--namespace", "household"))
        .startsWith("2 --namespace 'household': the lake knows identifiers of customer, shop.");
    assertThat(erase(" \n")).contains("no subject in the file");
    assertThat(erase("1\n", "--grace", "soon")).startsWith("2 --grace 'soon' is no length of time");
    assertThat(erase("1\n", "--retrain-share", "200%")).startsWith("2 --retrain-share must be");
    assertThat(erase("1\n", "--lake", HOME.resolve("nowhere").toString()))
        .startsWith("2 There is no table in");
    Keys others = Keys.madeAt(HOME.resolve("others.json"));
    assertThat(erase(others, "1\n", "--namespace", "customer"))
        .startsWith("2 Keys: the identities of this lake were made with other keys");
    assertThat(customers()).isEqualTo(9);
    assertThat(LAKE.exists(Erasures.CONTRACT)).isFalse();
    assertThat(HOME.resolve("lake/_erasures")).doesNotExist();
  }

  @Test
  @Order(2)
  void erasesWhomTheLakeKnows() throws IOException {
    assertThat(erase("01.0\n2\n17\n", "--namespace", "customer", "--skip-unknown")).isEqualTo("0");
    assertThat(customers()).isEqualTo(7);
    assertThat(LAKE.read(Identities.CONTRACT).count()).isEqualTo(16);
    assertThat(LAKE.read(Erasures.CONTRACT).head().<Long>getAs("subjects")).isEqualTo(2);
  }

  @Test
  @Order(3)
  void whoWasErasedIsNotUnknown() throws IOException {
    assertThat(erase("1\n2\n", "--namespace", "customer")).isEqualTo("0");
    assertThat(LAKE.read(Erasures.CONTRACT).count()).isEqualTo(1);
  }

  @Test
  @Order(4)
  void aCertificateHoldsUntilItIsTamperedWith() {
    String id = LAKE.read(Erasures.CONTRACT).head().getAs("run_id");
    assertThat(verify(KEYS))
        .startsWith("0 erasure " + id + " of 2 subjects, completed 20")
        .contains(": the certificate holds");
    assertThat(verify(KEYS, id)).startsWith("0 erasure " + id);
    assertThat(verify(KEYS, "e19990101T000000000"))
        .startsWith("2 --verify: govern.erasures has no certificate of erasure e1999");
    assertThat(verify(Keys.madeAt(HOME.resolve("third.json"))))
        .startsWith("1 ")
        .contains("NOT certified: it was signed with other keys than this keyset's");
    for (String column : List.of("rows_erased", "versions_before", "versions_after")) {
      set(column, "map_concat(" + column + ", map('silver.more', 5L))");
      assertThat(verify(KEYS)).as(column).startsWith("1 ").contains("were changed since");
      set(column, "map_filter(" + column + ", (name, n) -> name <> 'silver.more')");
      assertThat(verify(KEYS)).startsWith("0 ");
    }
    set("rows_erased", "map('silver.subjects', 1L)");
    assertThat(verify(KEYS))
        .startsWith("1 ")
        .contains("NOT certified: the columns beside it were changed since");
    set("certificate", "replace(certificate, '\"silver.subjects\"', '\"silver.customers\"')");
    assertThat(verify(KEYS))
        .startsWith("1 ")
        .contains("NOT certified: it was changed since it was signed");
  }
}
