package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every class written in labels keeps to its rule, counted on the published rows in plain code. */
class LabelsKeepRulesTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("age", DataTypes.IntegerType)
          .add("town", DataTypes.StringType)
          .add("job", DataTypes.StringType)
          .add("ill", DataTypes.StringType)
          .add("in", DataTypes.StringType);
  private static final List<QuasiIdentifier> ALL =
      List.of(
          QuasiIdentifier.number("age"),
          QuasiIdentifier.category(
              "town",
              Hierarchy.parse(
                  "t",
                  List.of("a;x;*", "b;x;*", "c;x;*", "d;y;*", "e;y;*", "f;z;*", "g;z;*", "h;z;*"))),
          QuasiIdentifier.category("job"));
  private static final Hierarchy ILLS =
      Hierarchy.parse("i", List.of("1;low;*", "2;low;*", "3;high;*", "4;high;*", "5;high;*"));

  private static List<Row> random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      int age = 20 + random.nextInt(40);
      String town = String.valueOf("abcdefgh".charAt(random.nextInt(8)));
      int ill = 1 + Math.min(random.nextInt(5), random.nextInt(age < 40 ? 3 : 5));
      boolean isIn = random.nextInt(10) < (age < 40 ? 3 : 6);
      rows.add(
          RowFactory.create(
              age, town, "job" + random.nextInt(4), String.valueOf(ill), String.valueOf(isIn)));
    }
    return rows;
  }

  /** The rule in plain code: rows of a class and of the table by sensitive value. */
  private interface Plain {
    boolean holds(Map<String, Long> here, Map<String, Long> all);
  }

  static Stream<Arguments> rules() {
    Map<Requirement, Plain> rules = new HashMap<>();
    rules.put(new Diversity.Distinct(3), (here, all) -> here.size() >= 3);
    rules.put(new Diversity.Entropy(2.8), (here, all) -> entropy(here) >= Math.log(2.8) - 1e-9);
    rules.put(new Diversity.Recursive(1.5, 2), (here, all) -> tail(here, 1.5, 2));
    rules.put(new Diversity.Recursive(3, 3), (here, all) -> tail(here, 3, 3));
    rules.put(
        new Closeness(0.2, Closeness.Distance.EQUAL, null),
        (here, all) -> moved(here, all) <= 0.2 + 1e-9);
    rules.put(
        new Closeness(0.12, Closeness.Distance.ORDERED, null),
        (here, all) -> inSteps(here, all) <= 0.12 + 1e-9);
    rules.put(
        new Closeness(0.15, Closeness.Distance.HIERARCHICAL, ILLS),
        (here, all) -> inTree(here, all) <= 0.15 + 1e-9);
    rules.put(
        new Likeness(0.7),
        (here, all) ->
            here.keySet().stream()
                .allMatch(ill -> share(here, ill) <= 1.7 * share(all, ill) + 1e-9));
    return rules.entrySet().stream()
        .flatMap(
            rule ->
                Stream.of(1L, 2L, 3L)
                    .map(seed -> Arguments.of(rule.getKey(), rule.getValue(), seed)));
  }

  private static double share(Map<String, Long> counts, String value) {
    double all = counts.values().stream().mapToLong(Long::longValue).sum();
    return counts.getOrDefault(value, 0L) / all;
  }

  private static double entropy(Map<String, Long> here) {
    return here.keySet().stream()
        .mapToDouble(ill -> -share(here, ill) * Math.log(share(here, ill)))
        .sum();
  }

  private static boolean tail(Map<String, Long> here, double c, int l) {
    List<Long> counts = new ArrayList<>(here.values());
    counts.sort(Collections.reverseOrder());
    return counts.get(0) < c * counts.stream().skip(l - 1).mapToLong(Long::longValue).sum();
  }

  private static double moved(Map<String, Long> here, Map<String, Long> all) {
    return more(here, all, all.keySet());
  }

  private static double more(
      Map<String, Long> here, Map<String, Long> all, Collection<String> values) {
    return values.stream()
        .mapToDouble(ill -> Math.max(0, share(here, ill) - share(all, ill)))
        .sum();
  }

  private static double inSteps(Map<String, Long> here, Map<String, Long> all) {
    double sum = 0;
    for (int last = 1; last < 5; last++) {
      double difference = 0;
      for (int ill = 1; ill <= last; ill++) {
        difference += share(here, String.valueOf(ill)) - share(all, String.valueOf(ill));
      }
      sum += Math.abs(difference);
    }
    return sum / 4;
  }

  /** What can be moved within a branch goes half as far as what can't. */
  private static double inTree(Map<String, Long> here, Map<String, Long> all) {
    double within = 0;
    for (List<String> branch : List.of(List.of("1", "2"), List.of("3", "4", "5"))) {
      within += Math.min(more(here, all, branch), more(all, here, branch));
    }
    return moved(here, all) - within / 2;
  }

  private static Map<List<Object>, List<Row>> classes(Dataset<Row> published) {
    Map<List<Object>, List<Row>> classes = new HashMap<>();
    for (Row row : published.collectAsList()) {
      List<Object> key = List.of(row.get(0), row.get(1), row.get(2));
      classes.computeIfAbsent(key, unused -> new ArrayList<>()).add(row);
    }
    return classes;
  }

  private static Map<String, Long> ills(List<Row> rows) {
    Map<String, Long> counts = new TreeMap<>();
    rows.forEach(row -> counts.merge(row.getString(3), 1L, Long::sum));
    return counts;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyPublishedClassKeepsToTheRule(Requirement rule, Plain plain, long seed) {
    List<Row> list = random(seed);
    Dataset<Row> rows = Spark.session().createDataFrame(list, SCHEMA);
    KAnonymity method = new KAnonymity(3, ALL, 0, "ill", List.of(rule), Recoding.LABELS);
    Dataset<Row> published = method.fit(rows).recode(rows);
    Map<List<Object>, List<Row>> classes = classes(published);
    Map<String, Long> all = ills(list);
    assertThat(classes).hasSizeGreaterThan(3);
    assertThat(classes.values())
        .allSatisfy(
            one -> {
              assertThat(one).hasSizeGreaterThanOrEqualTo(3);
              assertThat(plain.holds(ills(one), all)).as("%s in %s", rule, ills(one)).isTrue();
            });
    assertThat(ClassCounts.verified(method, published, rows)).allMatch(WorstClass::holds);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyClassOfThePopulationKeepsToItsShareAndSize(long seed) {
    Dataset<Row> rows = Spark.session().createDataFrame(random(seed), SCHEMA);
    Population population = new Population("in", 6, 0.3, 0.6);
    List<Requirement> rules = List.of(new Diversity.Entropy(2.2));
    KAnonymity method = new KAnonymity(3, ALL, 0, "ill", rules, Recoding.LABELS).in(population);
    Dataset<Row> recoded = method.fit(rows).recode(rows);
    assertThat(classes(recoded).values())
        .hasSizeGreaterThan(3)
        .allSatisfy(
            one -> {
              List<Row> in = one.stream().filter(row -> row.getString(4).equals("true")).toList();
              assertThat(one).hasSizeGreaterThanOrEqualTo(6);
              assertThat(in).hasSizeGreaterThanOrEqualTo(3);
              assertThat(in.size() / (double) one.size()).isBetween(0.3, 0.6);
              assertThat(entropy(ills(in))).isGreaterThanOrEqualTo(Math.log(2.2) - 1e-9);
            });
    population.verified(recoded, List.of("age", "town", "job"));
  }
}
