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
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published yardsticks: the best greedy Mondrian for sets, ARX's local recoding for labels. */
class PublishedLossTest {
  private static final Path DATA = Path.of(System.getenv().getOrDefault("EVENHAND_DATA", "none"));
  private static final Path GOLDEN = DATA.resolveSibling("golden").resolve("privacy/datasets");

  /** A published table; the first column may be a number, the others have hierarchies. */
  private enum Published {
    ADULT(
        "adult.csv.gz",
        DATA.resolve("adult/hierarchies"),
        "age,sex,race,marital-status,education,native-country,workclass,occupation"),
    ADULT_SEVEN(
        "adult.csv.gz",
        DATA.resolve("adult/hierarchies"),
        "age,sex,race,marital-status,education,native-country,workclass"),
    BANK(
        "bank_marketing/bank_marketing.csv.gz",
        GOLDEN.resolve("bank_marketing/hierarchies"),
        "age,job,marital,education,default,housing,loan,contact,month,day_of_week"),
    DEMOGRAPHICS(
        "demographics/demographics.csv",
        GOLDEN.resolve("demographics/hierarchies"),
        ",age,income,home_ownership,marital_status,household_size,household_comp,kids_count");

    private final String file;
    private final Path hierarchies;
    private final String columns;

    Published(String file, Path hierarchies, String columns) {
      this.file = file;
      this.hierarchies = hierarchies;
      this.columns = columns;
    }

    private void requireFiles() {
      Assumptions.assumeTrue(Files.isDirectory(GOLDEN), "no golden files beside EVENHAND_DATA");
      Assumptions.assumeTrue(Files.isDirectory(hierarchies), "no hierarchies in EVENHAND_DATA");
    }

    Dataset<Row> rows() {
      return Spark.session()
          .read()
          .option("header", true)
          .option("sep", ";")
          .csv(GOLDEN.resolve(file).toString());
    }

    List<QuasiIdentifier> quasiIdentifiers() {
      requireFiles();
      String[] names = columns.split(",");
      List<QuasiIdentifier> all = new ArrayList<>();
      if (!names[0].isEmpty()) {
        all.add(QuasiIdentifier.number(names[0]));
      }
      Arrays.stream(names)
          .skip(1)
          .map(name -> QuasiIdentifier.category(name, hierarchy(name)))
          .forEach(all::add);
      return all;
    }

    Hierarchy hierarchy(String name) {
      requireFiles();
      try (var files = Files.newDirectoryStream(hierarchies, "*_hierarchy_" + name + ".csv")) {
        return Hierarchy.parse(name, Files.readAllLines(files.iterator().next()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ADULT, 5, 0.0254", "ADULT, 10, 0.0465", "ADULT, 50, 0.1226",
    "BANK, 5, 0.045", "BANK, 10, 0.078", "BANK, 50, 0.184",
    "DEMOGRAPHICS, 5, 0.064", "DEMOGRAPHICS, 10, 0.127", "DEMOGRAPHICS, 50, 0.349"
  })
  void setsLoseAtMostTheBestGreedyMondrian(Published published, int k, double atMost) {
    check(published, new KAnonymity(k, published.quasiIdentifiers(), 0.02), atMost);
  }

  @ParameterizedTest
  @CsvSource({"ADULT, 5, 0.0596", "ADULT, 10, 0.0830", "DEMOGRAPHICS, 5, 0.1103"})
  void labelsLoseAtMostLocalRecoding(Published published, int k, double atMost) {
    List<QuasiIdentifier> all = published.quasiIdentifiers();
    check(published, new KAnonymity(k, all, 0.02, null, List.of(), Recoding.LABELS), atMost);
  }

  @Tag("proof")
  @ParameterizedTest
  @CsvSource({
    "ADULT, 50, 0.1549",
    "BANK, 5, 0.0868",
    "BANK, 10, 0.1251",
    "BANK, 50, 0.2338",
    "DEMOGRAPHICS, 10, 0.1818",
    "DEMOGRAPHICS, 50, 0.3864"
  })
  void labelsOfOtherTablesDoSo(Published published, int k, double atMost) {
    labelsLoseAtMostLocalRecoding(published, k, atMost);
  }

  @Tag("proof")
  @ParameterizedTest
  @CsvSource({
    "distinct:2, 0.0343, SETS",
    "distinct:5, 0.0546, SETS",
    "entropy:2, 0.0386, SETS",
    "entropy:3, 0.0643, SETS",
    "recursive:3:2, 0.0492, SETS",
    "recursive:4:3, 0.0613, SETS",
    "equal:0.2, 0.4783, SETS",
    "hierarchical:0.2, 0.3230, SETS",
    "distinct:2, 0.0343, LABELS",
    "distinct:5, 0.0546, LABELS",
    "entropy:2, 0.0386, LABELS",
    "entropy:3, 0.0643, LABELS",
    "recursive:3:2, 0.0492, LABELS",
    "recursive:4:3, 0.0613, LABELS",
    "equal:0.2, 0.4783, LABELS",
    "hierarchical:0.2, 0.3230, LABELS"
  })
  void occupationIsProtectedAtMostAtTheLossOfLocalRecoding(
      String rule, double atMost, Recoding recoding) {
    List<QuasiIdentifier> seven = Published.ADULT_SEVEN.quasiIdentifiers();
    List<Requirement> rules = List.of(rule(rule));
    check(
        Published.ADULT_SEVEN,
        new KAnonymity(5, seven, 0.02, "occupation", rules, recoding),
        atMost);
  }

  private static Requirement rule(String text) {
    String[] words = text.split(":");
    double first = Double.parseDouble(words[1]);
    Hierarchy tree = Published.ADULT.hierarchy("occupation");
    return switch (words[0]) {
      case "distinct" -> new Diversity.Distinct((int) first);
      case "entropy" -> new Diversity.Entropy(first);
      case "recursive" -> new Diversity.Recursive(first, Integer.parseInt(words[2]));
      case "equal" -> new Closeness(first, Closeness.Distance.EQUAL, null);
      case "hierarchical" -> new Closeness(first, Closeness.Distance.HIERARCHICAL, tree);
      default -> new Likeness(first);
    };
  }

  private static void check(Published published, KAnonymity method, double atMost) {
    Dataset<Row> rows = published.rows();
    Cuts cuts = method.fit(rows);
    List<String> names = method.quasiIdentifiers().stream().map(QuasiIdentifier::column).toList();
    Verification found = Verification.of(cuts.recode(rows), names).require(method.k());
    Outcome outcome = Outcome.of(rows, cuts, method.k(), null);
    System.out.printf(
        Locale.ROOT,
        "%s %s %s k %d: NCP %.4f (at most %.4f), non-uniform entropy %.3f%n",
        published,
        method.recoding(),
        method.requirements(),
        method.k(),
        outcome.loss().penalty(),
        atMost,
        outcome.loss().entropy());
    assertThat(found.rows()).isEqualTo(outcome.rows() - outcome.suppressed());
    assertThat(outcome.suppressed()).isLessThanOrEqualTo((long) (0.02 * outcome.rows()));
    assertThat(outcome.loss().penalty()).isLessThanOrEqualTo(atMost);
  }
}
