package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.table.PrivacyLedger;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReleaseCommandTest {
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    folder = Spark.temporary("release");
    StringBuilder text = new StringBuilder("who,home.town,amount\n");
    for (int i = 0; i < 3_000; i++) {
      text.append("c%d,%s,%d%n".formatted(i / 3, i % 2 == 0 ? "Bonn" : "Kiel", i % 50));
    }
    Files.writeString(folder.resolve("in.csv"), text + "lone,Ulm,7\n");
  }

  private String lake() {
    return folder.resolve("lake").toString();
  }

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  private String run(Object command, String... arguments) {
    CommandLine line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    List<String> problems = new ArrayList<>();
    line.setExecutionExceptionHandler(
        (problem, failed, parsed) -> {
          problems.add(
              problem instanceof DataProblem ? problem.getMessage() : String.valueOf(problem));
          return 2;
        });
    int status = line.execute(arguments);
    return status + (problems.isEmpty() ? "" : " " + problems.get(0));
  }

  private String release(String out, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--lake", lake(), "--out", out(out), "--purpose", "dashboard"));
    if (Stream.of(more).noneMatch(each -> each.startsWith("gold."))) {
      arguments.add(folder.resolve("in.csv").toString());
    }
    arguments.addAll(Arrays.asList(more));
    return run(
        new ReleaseCommand(name -> Spark.session(), Clock.systemUTC()),
        arguments.toArray(String[]::new));
  }

  private String budget(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--lake", lake()));
    arguments.addAll(Arrays.asList(more));
    return run(
        new BudgetCommand(name -> Spark.session(), Clock.systemUTC()),
        arguments.toArray(String[]::new));
  }

  private Dataset<Row> ledger() {
    return Spark.session().read().format("delta").load(lake() + "/govern/privacy_ledger");
  }

  @Test
  void publishesFiguresAReportAndAChargeUntilTheBudgetIsSpent() throws IOException {
    assertThat(budget("--epsilon", "1.5", "--delta", "1e-5", "--set-by", "officer")).isEqualTo("0");
    String[] asked = {
      "--subject", "who", "--by", "home.town", "--epsilon", "1", "--delta", "1e-6",
      "--max-groups", "2", "--max-rows", "2", "--count", "--subjects", "--sum", "amount:0..50",
      "--mean", "amount:0..50", "--quantile", "amount:0..50:0.5", "--histogram", "amount:0/25/50"
    };
    assertThat(release("first", asked)).isEqualTo("0");
    List<Row> figures =
        Spark.session().read().option("header", true).csv(out("first") + "/part-*").collectAsList();
    assertThat(figures).hasSize(14); // Ulm has one subject and is not named
    assertThat(figures.get(0).schema().fieldNames())
        .containsExactly("home.town", "measure", "at", "value", "noise_deviation", "low", "high");
    assertThat(figures).extracting(row -> row.getString(0)).containsOnly("Bonn", "Kiel");
    assertThat(Files.readString(Path.of(out("first"), "report.json")))
        .contains("\"epsilon\" : 1", "\"max_rows\" : 2", "epsilon 1 of 1.5 spent");

    assertThat(release("second", asked)).isEqualTo("1");
    assertThat(Files.exists(Path.of(out("second")))).isFalse();
    List<Row> entries =
        ledger()
            .orderBy("number")
            .select("number", "kind", "source", "subject_unit", "mechanism", "purpose")
            .collectAsList();
    assertThat(entries).hasSize(3);
    assertThat(entries.get(1).toString())
        .isEqualTo("[2,charge," + folder.resolve("in.csv") + ",who,laplace,dashboard]");
    assertThat(entries.get(2).getString(1)).isEqualTo(PrivacyLedger.PUBLICATION);
    assertThat(budget()).isEqualTo("0");
  }

  @Test
  void aTableOfTheLakeIsReadAtItsVersion() {
    budget("--epsilon", "2", "--set-by", "officer");
    Spark.session()
        .range(2_000)
        .selectExpr("id AS who", "IF(id % 4 = 0, 'a', 'b') AS kind")
        .write()
        .format("delta")
        .save(lake() + "/gold/visits");
    assertThat(
            release(
                "out",
                "gold.visits",
                "--each-row",
                "--by",
                "kind",
                "--keys",
                "kind=a|z",
                "--where",
                "who < 1000",
                "--count",
                "--epsilon",
                "1",
                "--write",
                "parquet"))
        .isEqualTo("0");
    List<Row> figures =
        Spark.session().read().parquet(out("out") + "/table").orderBy("kind").collectAsList();
    assertThat(figures).extracting(row -> row.getString(0)).containsExactly("a", "z");
    assertThat(figures.get(0).getDouble(3)).isBetween(220.0, 280.0);
    Row charge = ledger().filter("kind = 'charge'").first();
    assertThat(charge.<String>getAs("source")).isEqualTo("gold.visits");
    assertThat(charge.<Long>getAs("source_version")).isZero();
    assertThat(charge.<String>getAs("subject_unit")).isEqualTo("row");
  }

  @Test
  void aConditionThatFailsForARowLeavesItOutAndTellsNothing() throws IOException {
    StringBuilder text = new StringBuilder("who,amount\n");
    for (int i = 0; i < 500; i++) {
      text.append("c%d,%s%n".formatted(i, i % 5 == 0 ? "secret" + i : i % 2 == 0 ? "9" : "1"));
    }
    Files.writeString(folder.resolve("in.csv"), text);
    budget("--epsilon", "1000", "--set-by", "officer");
    String[] conditions = {
      "int(amount) > 3",
      "to_number(amount, '9') > 3",
      "IF(int(amount) > 3, true, 1 / 0 > 0)",
      "1 / (amount - 1) > 0",
      "CASE int(amount) WHEN 9 THEN true WHEN 8 THEN false END"
    };
    for (int i = 0; i < conditions.length; i++) {
      String out = "out" + i;
      assertThat(
              release(
                  out, "--subject", "who", "--count", "--epsilon", "100", "--where", conditions[i]))
          .as(conditions[i])
          .isEqualTo("0");
      Row count = Spark.session().read().option("header", true).csv(out(out) + "/part-*").head();
      assertThat(Double.parseDouble(count.getAs("value"))).isBetween(199.0, 201.0);
    }
    assertThat(
            wrong(
                "--count", "--epsilon", "1", "--where", "reflect('java.lang.Math', 'random') > 0"))
        .startsWith("2 --where may not call Java");
    assertThat(wrong("--count", "--epsilon", "1", "--where", "raise_error(amount)"))
        .startsWith("2 --where may not raise errors");
    assertThat(wrong("--count", "--epsilon", "1", "--where", "rand(7) < 0.5"))
        .startsWith("2 --where may not use chance or a row's place");
    assertThat(wrong("--count", "--epsilon", "1", "--where", "amount")).startsWith("2 --where");
  }

  @Test
  void saysWhatIsWrongAndChargesNothing() {
    assertThat(release("out", "--subject", "who", "--count", "--epsilon", "1"))
        .startsWith("2 Lake ")
        .contains("has no privacy budget");
    assertThat(Files.exists(Path.of(lake()))).isFalse();
    budget("--epsilon", "9", "--set-by", "officer");
    assertThat(release("out", "--count", "--epsilon", "1"))
        .startsWith("2 release: --subject is missing");
    assertThat(wrong("--epsilon", "1")).startsWith("2 release: nothing is asked for");
    assertThat(wrong("--sum", "amount", "--epsilon", "1"))
        .startsWith("2 --sum is 'amount'; it must be COLUMN:LOW..HIGH");
    assertThat(wrong("--sum", "amount:9..1", "--epsilon", "1")).contains("lower end below");
    assertThat(wrong("--sum", "money:0..1", "--epsilon", "1")).contains("no column 'money'");
    assertThat(wrong("--quantile", "amount:0..1:2", "--epsilon", "1")).contains("shares of 0 to 1");
    assertThat(wrong("--count", "--epsilon", "-1")).contains("epsilon must be above 0");
    assertThat(wrong("--count", "--epsilon", "1", "--by", "home.town"))
        .contains("need a delta above 0");
    assertThat(wrong("--count", "--epsilon", "1", "--keys", "home.town")).contains("COLUMN=A|B");
    assertThat(wrong("--count", "--epsilon", "1", "--where", "nothing > 1"))
        .startsWith("2 --where");
    assertThat(wrong("--count", "--epsilon", "1", "--where", "who = (SELECT max('x'))"))
        .contains("may not ask other rows");
    assertThat(wrong("--count", "--epsilon", "1", "--pipeline", "No Name!")).contains("no name");
    assertThat(release("out", "gold.nothing", "--each-row", "--count", "--epsilon", "1"))
        .contains("is neither a file nor a table of lake");
    assertThat(budget("--epsilon", "1")).contains("give --epsilon and --set-by");
    assertThat(budget("--epsilon", "1", "--set-by", "x", "--accounting", "zcdp"))
        .contains("zcdp needs a delta");
    assertThat(ledger().filter("kind = 'charge'").count()).isZero();
    assertThat(Files.exists(Path.of(out("out")))).isFalse();
  }

  private String wrong(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--subject", "who"));
    arguments.addAll(Arrays.asList(more));
    return release("out", arguments.toArray(String[]::new));
  }
}
