package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published yardsticks: the best greedy Mondrian with sets and intervals, on three tables. */
class PublishedLossTest {
  private static final Path DATA = Path.of(System.getenv().getOrDefault("EVENHAND_DATA", "none"));
  private static final Path GOLDEN = DATA.resolveSibling("golden").resolve("privacy/datasets");

  @ParameterizedTest
  @CsvSource({"5, 0.0254", "10, 0.0465", "50, 0.1226"})
  void adultLosesAtMostTheBestGreedyMondrian(int k, double atMost) {
    check(
        "adult.csv.gz",
        DATA.resolve("adult/hierarchies"),
        "age,sex,race,marital-status,education,native-country,workclass,occupation",
        k,
        atMost);
  }

  @ParameterizedTest
  @CsvSource({"5, 0.045", "10, 0.078", "50, 0.184"})
  void bankMarketingLosesAtMostTheBestGreedyMondrian(int k, double atMost) {
    check(
        "bank_marketing/bank_marketing.csv.gz",
        GOLDEN.resolve("bank_marketing/hierarchies"),
        "age,job,marital,education,default,housing,loan,contact,month,day_of_week",
        k,
        atMost);
  }

  @ParameterizedTest
  @CsvSource({"5, 0.064", "10, 0.127", "50, 0.349"})
  void demographicsLosesAtMostTheBestGreedyMondrian(int k, double atMost) {
    check(
        "demographics/demographics.csv",
        GOLDEN.resolve("demographics/hierarchies"),
        ",age,income,home_ownership,marital_status,household_size,household_comp,kids_count",
        k,
        atMost);
  }

  /** The first column is a number, the others have hierarchies. */
  private static void check(String file, Path hierarchies, String columns, int k, double atMost) {
    Assumptions.assumeTrue(Files.exists(GOLDEN), "no golden files beside EVENHAND_DATA");
    Dataset<Row> rows =
        Spark.session()
            .read()
            .option("header", true)
            .option("sep", ";")
            .csv(GOLDEN.resolve(file).toString());
    String[] names = columns.split(",");
    List<QuasiIdentifier> all = new ArrayList<>();
    if (!names[0].isEmpty()) {
      all.add(QuasiIdentifier.number(names[0]));
    }
    Arrays.stream(names).skip(1).map(name -> category(hierarchies, name)).forEach(all::add);
    Cuts cuts = new KAnonymity(k, all, 0).fit(rows);
    List<String> quasi = all.stream().map(QuasiIdentifier::column).toList();
    Verification found = Verification.of(cuts.recode(rows), quasi).require(k);
    System.out.println(file + " k=" + k + " " + cuts.penalty() + " " + found);
    assertThat(found.rows()).isEqualTo(rows.count());
    assertThat(cuts.penalty()).isLessThanOrEqualTo(atMost);
    String out = System.getenv("ANON_OUT");
    if (out != null) {
      cuts.recode(rows)
          .coalesce(1)
          .write()
          .mode("overwrite")
          .option("header", true)
          .option("sep", ";")
          .csv(out + "/" + file.replaceAll("[/.].*", "") + "_" + k);
    }
  }

  private static QuasiIdentifier category(Path folder, String name) {
    try (var files = Files.newDirectoryStream(folder, "*_hierarchy_" + name + ".csv")) {
      Path file = files.iterator().next();
      return QuasiIdentifier.category(name, Hierarchy.parse(name, Files.readAllLines(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
