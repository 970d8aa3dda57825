package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenhand.base.Digits;
import dev.evenhand.support.Spark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassCountsTest {
  /** The quasi-identifier is called like a column of the count, and has a missing value. */
  private static final StructType SCHEMA =
      new StructType().add("rows", DataTypes.StringType).add("ill.ness", DataTypes.StringType);

  private static final Hierarchy TREE =
      Hierarchy.parse("t", List.of("3;pair;*", "4;pair;*", "5;alone;*"));

  private static Dataset<Row> table(String... rows) {
    List<Row> list = new ArrayList<>();
    for (String row : rows) {
      String[] fields = row.split(" ");
      for (String value : fields[1].split(",")) {
        list.add(
            RowFactory.create(
                fields[0].equals("-") ? null : fields[0], value.equals("-") ? null : value));
      }
    }
    return Spark.session().createDataFrame(list, SCHEMA);
  }

  private static double figure(Requirement rule, Dataset<Row> rows) {
    List<WorstClass> found = ClassCounts.verified(method(rule), rows, rows);
    assertThat(found).hasSize(1);
    return found.get(0).figure();
  }

  private static KAnonymity method(Requirement rule) {
    return new KAnonymity(
        2, List.of(QuasiIdentifier.category("rows")), 0, "ill.ness", List.of(rule), Recoding.SETS);
  }

  /** Of 4, 4 and 4 rows, class a has 3 and 1 of the first two, the other one the rest. */
  private static Dataset<Row> twelve() {
    return table("a 3,3,3,4", "- 3,4,4,4,5,5,5,5");
  }

  @Test
  void findsTheClassWithTheFewestValues() {
    assertThat(figure(new Diversity.Distinct(2), twelve())).isEqualTo(2);
    assertThatThrownBy(() -> figure(new Diversity.Distinct(3), twelve()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("l-diversity does not hold: the worst class has 2.0")
        .hasMessageContaining("Distinct[l=3]");
  }

  /** Shares 3/4 and 1/4: exp(H) = 4 / 3^(3/4) = 1.7548. */
  @Test
  void findsTheLeastEntropy() {
    assertThat(figure(new Diversity.Entropy(1.7), twelve()))
        .as("in 12 digits")
        .isEqualTo(Digits.rounded(4 / Math.pow(3, 0.75)));
    assertThatThrownBy(() -> figure(new Diversity.Entropy(1.76), twelve()))
        .hasMessageContaining("l-diversity does not hold");
  }

  /**
   * In a, 3 rows have the most frequent value and 1 another one; in the other class 4 against 4.
   */
  @Test
  void findsTheMostFrequentAgainstTheTail() {
    assertThat(figure(new Diversity.Recursive(3.1, 2), twelve())).isEqualTo(3);
    assertThatThrownBy(() -> figure(new Diversity.Recursive(3, 2), twelve()))
        .hasMessageContaining("the worst class has 3.0");
    assertThatThrownBy(() -> figure(new Diversity.Recursive(9, 3), twelve()))
        .as("there is no third value")
        .hasMessageContaining("the worst class has Infinity");
  }

  /** Of a third each, a has 3/4, 1/4 and 0: 5/12 more of the first. */
  @Test
  void findsTheGreatestDistance() {
    Requirement close = new Closeness(0.42, Closeness.Distance.EQUAL, null);
    assertThat(figure(close, twelve())).isCloseTo(5 / 12.0, within(1e-12));
    Requirement closer = new Closeness(0.41, Closeness.Distance.EQUAL, null);
    assertThatThrownBy(() -> figure(closer, twelve()))
        .hasMessageContaining("t-closeness does not hold: the worst class has 0.41666");
  }

  /** |3/4 - 1/3| + |1 - 2/3| = 5/12 + 4/12, over the two steps between three values. */
  @Test
  void findsTheGreatestDistanceInOrder() {
    Requirement close = new Closeness(0.4, Closeness.Distance.ORDERED, null);
    assertThat(figure(close, twelve())).isCloseTo(9 / 24.0, within(1e-12));
  }

  /** 1/12 goes to the pair's other value at half the cost, 4/12 to the root. */
  @Test
  void findsTheGreatestDistanceInATree() {
    Requirement close = new Closeness(0.4, Closeness.Distance.HIERARCHICAL, TREE);
    assertThat(figure(close, twelve())).isCloseTo(4.5 / 12, within(1e-12));
  }

  /** 3/4 instead of 1/3 is 9/4 times as much. */
  @Test
  void findsTheGreatestGain() {
    assertThat(figure(new Likeness(1.3), twelve())).isCloseTo(1.25, within(1e-12));
    assertThatThrownBy(() -> figure(new Likeness(1.2), twelve()))
        .hasMessageContaining("beta-likeness does not hold");
  }

  /**
   * Missing, 9, 10 and 11, a quarter each. Class a has the missing one and 9: |1/2 - 1/4| + |1 -
   * 1/2| + |1 - 3/4| = 1 over three steps; by text (10, 11, 9) it would be 1/2.
   */
  @Test
  void aMissingValueComesBeforeAllNumbers() {
    Dataset<Row> rows = table("a -,9", "b 10,11");
    Requirement close = new Closeness(0.34, Closeness.Distance.ORDERED, null);
    assertThat(figure(close, rows)).isCloseTo(1 / 3.0, within(1e-12));
  }

  /** In the order low, middle, high of the tree low and high lie around the middle. */
  @Test
  void wordsStandInTheOrderOfTheirTree() {
    Hierarchy order = Hierarchy.parse("o", List.of("low;*", "middle;*", "high;*"));
    Dataset<Row> rows = table("a low,high", "b middle,middle");
    Requirement byTree = new Closeness(0.3, Closeness.Distance.ORDERED, order);
    assertThat(figure(byTree, rows)).isCloseTo(0.25, within(1e-12));
    Requirement byText = new Closeness(0.5, Closeness.Distance.ORDERED, null);
    assertThat(figure(byText, rows)).as("high, low, middle").isCloseTo(0.375, within(1e-12));
  }

  /** m, then U+FF5E, then U+1F600, as cuts order them. */
  @Test
  void textsStandInTheOrderOfTheirBytes() {
    Dataset<Row> rows = table("a m,\uD83D\uDE00", "b \uFF5E,\uFF5E");
    Requirement byText = new Closeness(0.3, Closeness.Distance.ORDERED, null);
    assertThat(figure(byText, rows)).isCloseTo(0.25, within(1e-12));
  }

  /** Published rows are compared with all rows, suppressed ones among them. */
  @Test
  void theWholeTableIsWhatIsExpected() {
    Dataset<Row> published = table("a 3,3,3,4");
    List<WorstClass> found = ClassCounts.verified(method(new Likeness(1.3)), published, twelve());
    assertThat(found.get(0).figure()).isCloseTo(1.25, within(1e-12));
    assertThat(ClassCounts.verified(method(new Likeness(1)), published.limit(0), twelve()))
        .as("nothing is published")
        .containsExactly(new WorstClass("beta-likeness", null, true));
    Dataset<Row> other = table("a 3,3,6,6");
    assertThatThrownBy(() -> ClassCounts.verified(method(new Likeness(9)), other, twelve()))
        .hasMessageContaining("sensitive values that the table has not");
  }

  /** The tests that cuts are made with and the recount are two ways to one answer. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesWithTheTestsOfCuts(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> tree = new ArrayList<>();
    for (int value = 0; value < 9; value++) {
      tree.add("v" + value + ";p" + value / 2 + ";q" + value / 4 + ";*");
    }
    StringBuilder one = new StringBuilder("a ");
    StringBuilder other = new StringBuilder("b ");
    long[] here = new long[9];
    long[] all = new long[9];
    for (int i = 0; i < 40; i++) {
      int value = Math.min(random.nextInt(9), random.nextInt(9));
      boolean isHere = random.nextInt(3) == 0;
      (isHere ? one : other).append("v").append(value).append(",");
      here[value] += isHere ? 1 : 0;
      all[value]++;
    }
    int[] there = IntStream.range(0, 9).filter(value -> all[value] > 0).toArray();
    List<String> values = IntStream.of(there).mapToObj(value -> "v" + value).toList();
    long[] mine = IntStream.of(there).mapToLong(value -> here[value]).toArray();
    long[] ours = IntStream.of(there).mapToLong(value -> all[value]).toArray();
    Dataset<Row> whole = table(one.toString(), other.toString());
    Dataset<Row> published = table(one.toString());
    Hierarchy hierarchy = Hierarchy.parse("v", tree);
    for (Closeness.Distance distance : Closeness.Distance.values()) {
      Requirement any = new Closeness(1, distance, hierarchy);
      double found = ClassCounts.verified(method(any), published, whole).get(0).figure();
      SensitiveValues sensitive = new SensitiveValues(values, ours);
      long rows = LongStream.of(mine).sum();
      assertThat(closeness(found + 1e-6, distance, hierarchy).over(sensitive).passes(mine, rows))
          .isTrue();
      assertThat(closeness(found - 1e-6, distance, hierarchy).over(sensitive).passes(mine, rows))
          .isFalse();
    }
  }

  private static Requirement closeness(double t, Closeness.Distance distance, Hierarchy tree) {
    return new Closeness(t, distance, tree);
  }
}
