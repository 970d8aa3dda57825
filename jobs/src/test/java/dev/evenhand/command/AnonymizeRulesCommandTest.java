package dev.evenhand.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.support.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is asked on the command line holds on the written table, counted in plain code. */
class AnonymizeRulesCommandTest {
  private static final String[] ILLS = {"9", "10", "11"};

  private final List<String> ills = new ArrayList<>();
  private Path folder;

  /** 300 rows: age, town, sex; a third of them in the study; one illness in ten is missing. */
  @BeforeEach
  void write() throws IOException {
    folder = Spark.temporary("anonymize");
    SplittableRandom random = new SplittableRandom(9);
    List<String> lines = new ArrayList<>(List.of("age,town,sex,ill,study"));
    for (int i = 0; i < 300; i++) {
      int age = 20 + random.nextInt(50);
      String ill = random.nextInt(10) == 0 ? "" : ILLS[random.nextInt(age < 45 ? 2 : 3)];
      ills.add(ill);
      lines.add(
          "%d,t%d,%s,%s,%d"
              .formatted(
                  age,
                  random.nextInt(6),
                  random.nextInt(4) == 0 ? "f" : "m",
                  ill,
                  random.nextInt(3) == 0 ? 1 : 0));
    }
    Files.write(folder.resolve("in.csv"), lines);
  }

  private void run(Path from, String... more) {
    List<String> arguments = new ArrayList<>(List.of(from.toString(), "--out", out().toString()));
    arguments.addAll(List.of("--quasi-identifiers", "age,town", "--k", "4"));
    arguments.addAll(List.of(more));
    CommandLine line = new CommandLine(new AnonymizeCommand(name -> Spark.session()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    assertThat(line.execute(arguments.toArray(String[]::new))).isZero();
  }

  private Path out() {
    return folder.resolve("out");
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(out().resolve("report.json").toFile());
  }

  private List<Row> csv() {
    return Spark.session().read().option("header", true).csv(out() + "/part-*").collectAsList();
  }

  /** By class, how many rows have each illness. */
  private static Map<String, Map<String, Long>> classes(List<Row> published) {
    Map<String, Map<String, Long>> classes = new HashMap<>();
    for (Row row : published) {
      String ill = row.isNullAt(3) ? "" : row.getString(3);
      classes
          .computeIfAbsent(row.getString(0) + row.getString(1), unused -> new TreeMap<>())
          .merge(ill, 1L, Long::sum);
    }
    return classes;
  }

  private static double rows(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static double diversity(Map<String, Long> counts) {
    return Math.exp(
        counts.values().stream()
            .mapToDouble(n -> -n / rows(counts) * Math.log(n / rows(counts)))
            .sum());
  }

  /** In the order missing, 9, 10, 11. */
  private double distance(Map<String, Long> counts) {
    double sum = 0;
    double difference = 0;
    for (String ill : List.of("", "9", "10")) {
      double expected = ills.stream().filter(ill::equals).count() / 300.0;
      difference += counts.getOrDefault(ill, 0L) / rows(counts) - expected;
      sum += Math.abs(difference);
    }
    return sum / 3;
  }

  private static double smallest(Collection<Map<String, Long>> classes) {
    return classes.stream().mapToDouble(AnonymizeRulesCommandTest::rows).min().orElseThrow();
  }

  @Test
  void entropyDiversityHoldsOnTheWrittenTable() throws IOException {
    run(folder.resolve("in.csv"), "--sensitive", "ill", "--l-diversity", "entropy:2.5");
    Collection<Map<String, Long>> classes = classes(csv()).values();
    double least =
        classes.stream().mapToDouble(AnonymizeRulesCommandTest::diversity).min().orElseThrow();
    assertThat(least).isGreaterThanOrEqualTo(2.5);
    assertThat(report().at("/verified/l-diversity").asDouble()).isCloseTo(least, within(1e-9));
    assertThat(report().at("/verified/k").asDouble()).isEqualTo(smallest(classes));
    assertThat(report().at("/risk_after/journalist_highest"))
        .as("no table of a population")
        .isEqualTo(report().at("/risk_after/prosecutor_highest"));
  }

  @Test
  void closenessInOrderHoldsOnTheWrittenTable() throws IOException {
    String[] rules = {
      "--sensitive", "ill", "--t-closeness", "0.15:ordered", "--recoding", "labels"
    };
    run(folder.resolve("in.csv"), rules);
    Collection<Map<String, Long>> classes = classes(csv()).values();
    double greatest = classes.stream().mapToDouble(this::distance).max().orElseThrow();
    assertThat(classes).hasSizeGreaterThan(2);
    assertThat(greatest).isLessThanOrEqualTo(0.15 + 1e-9);
    assertThat(report().at("/verified/t-closeness").asDouble()).isCloseTo(greatest, within(1e-9));
    assertThat(report().at("/requirements/0").asText()).isEqualTo("t-closeness 0.15:ordered");
  }

  @Test
  void parquetIsReadWrittenAndVerified() throws IOException {
    Spark.session()
        .read()
        .option("header", true)
        .csv(folder.resolve("in.csv").toString())
        .selectExpr("int(age) AS age", "town", "sex", "ill", "study")
        .write()
        .parquet(folder.resolve("in.parquet").toString());
    String[] rules = {"--format", "parquet", "--sensitive", "ill", "--l-diversity", "distinct:3"};
    run(folder.resolve("in.parquet"), rules);
    List<Row> published =
        Spark.session().read().parquet(out().resolve("table").toString()).collectAsList();
    Collection<Map<String, Long>> classes = classes(published).values();
    assertThat(published).hasSize(300);
    assertThat(smallest(classes)).isGreaterThanOrEqualTo(4);
    assertThat(classes).allMatch(counts -> counts.size() >= 3).hasSizeGreaterThan(3);
    assertThat(report().at("/classes/number").asInt()).isEqualTo(classes.size());
  }

  @Test
  void groupsAreWhoPays() throws IOException {
    run(folder.resolve("in.csv"), "--groups", "sex,town");
    Map<String, Long> bySex = new TreeMap<>();
    csv().forEach(row -> bySex.merge(row.getString(2), 1L, Long::sum));
    JsonNode sexes = report().at("/who_pays/sex");
    assertThat(sexes).hasSize(2);
    double lost = 0;
    for (JsonNode sex : sexes) {
      assertThat(sex.get("rows").asLong()).isEqualTo(bySex.get(sex.get("group").asText()));
      lost += sex.get("ncp").asDouble() * sex.get("rows").asLong();
    }
    assertThat(lost / 300).isCloseTo(report().at("/loss/ncp").asDouble(), within(1e-9));
    assertThat(report().at("/who_pays/town")).hasSize(6);
  }

  /** 1 / the rows of the population that read like a published one: all 300 rows are recoded. */
  @Test
  void theJournalistIsMeasuredOnThePopulation() throws IOException {
    run(folder.resolve("in.csv"), "--subset", "study", "--k-map", "12");
    JsonNode after = report().at("/risk_after");
    double smallest = report().at("/presence/smallest_class_of_the_population").asDouble();
    assertThat(smallest).isGreaterThanOrEqualTo(12);
    assertThat(after.get("journalist_highest").asDouble()).isEqualTo(1 / smallest);
    assertThat(after.get("prosecutor_highest").asDouble())
        .isEqualTo(1 / smallest(classes(csv()).values()))
        .isGreaterThan(1 / smallest);
    assertThat(after.get("journalist_average").asDouble())
        .isBetween(0.0, 1 / smallest)
        .isEqualTo(after.get("marketer").asDouble());
    assertThat(after.get("journalist_share_above_threshold").asDouble()).isZero();
    assertThat(report().at("/risk_before/journalist_highest").asDouble()).isEqualTo(1);
    assertThat(report().at("/verified/k-map").asDouble()).isEqualTo(smallest);
    assertThat(report().at("/subset").toString())
        .isEqualTo("{\"column\":\"study\",\"k_map\":12,\"delta_presence\":[0.0,1.0]}");
  }
}
