package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenhand.base.DataProblem;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequirementTest {
  private static final SensitiveValues FOUR_OF_EACH =
      new SensitiveValues(List.of("3", "4", "5"), new long[] {4, 4, 4});

  private static boolean passes(Requirement requirement, long... rows) {
    long all = 0;
    for (long one : rows) {
      all += one;
    }
    return requirement.over(FOUR_OF_EACH).passes(rows, all);
  }

  @Test
  void distinctDiversityCountsValues() {
    assertThat(passes(new Diversity.Distinct(2), 3, 1, 0)).isTrue();
    assertThat(passes(new Diversity.Distinct(2), 4, 0, 0)).isFalse();
  }

  @Test
  void entropyDiversityIsFulfilledByEqualShares() {
    assertThat(passes(new Diversity.Entropy(2), 2, 2, 0)).isTrue();
    assertThat(passes(new Diversity.Entropy(2), 3, 1, 0)).isFalse();
  }

  @Test
  void recursiveDiversityComparesTheMostFrequentWithTheTail() {
    assertThat(passes(new Diversity.Recursive(2, 2), 3, 1, 1)).isTrue();
    assertThat(passes(new Diversity.Recursive(2, 2), 4, 1, 1)).isFalse();
    assertThat(passes(new Diversity.Recursive(4, 3), 3, 1, 0)).isFalse();
  }

  @Test
  void equalDistanceIsHalfTheDifference() {
    Requirement third = new Closeness(1 / 3.0, Closeness.Distance.EQUAL, null);
    assertThat(passes(third, 2, 2, 0)).isTrue();
    assertThat(passes(third, 4, 0, 0)).isFalse();
  }

  /** Li, Li, Venkatasubramanian (2007), 5.1: {3,4,5} of 3..11 is 0.375 away. */
  @Test
  void orderedDistanceIsThatOfThePaper() {
    SensitiveValues salaries =
        new SensitiveValues(
            List.of("3", "4", "5", "6", "7", "8", "9", "10", "11"),
            new long[] {1, 1, 1, 1, 1, 1, 1, 1, 1});
    long[] low = {1, 1, 1, 0, 0, 0, 0, 0, 0};
    assertThat(closeness(0.3751).over(salaries).passes(low, 3)).isTrue();
    assertThat(closeness(0.3749).over(salaries).passes(low, 3)).isFalse();
  }

  /**
   * A quarter each is missing, 9, 10 and 11. The class of the missing one and 9 has 1/4 + 1/2 + 1/4
   * = 1 too much on the way, over three steps. By text 9 would be the last: 1/4 + 0 + 1/4.
   */
  @Test
  void aMissingValueComesBeforeAllNumbersAndLeavesTheirOrder() {
    SensitiveValues values =
        new SensitiveValues(List.of("", "10", "11", "9"), new long[] {1, 1, 1, 1});
    long[] low = {1, 0, 0, 1};
    assertThat(closeness(0.3334).over(values).passes(low, 2)).isTrue();
    assertThat(closeness(0.3332).over(values).passes(low, 2)).isFalse();
    SensitiveValues doubles =
        new SensitiveValues(List.of("NaN", "10", "11", "9"), new long[] {1, 1, 1, 1});
    assertThat(closeness(0.3332).over(doubles).passes(low, 2)).as("NaN is missing").isFalse();
  }

  /** Half low and half high around the middle ones: 1/4 + 1/4 over two steps; by text 1/4 + 1/2. */
  @Test
  void wordsStandInTheOrderOfTheirHierarchy() {
    Hierarchy order = Hierarchy.parse("o", List.of("low;*", "middle;*", "high;*"));
    SensitiveValues words =
        new SensitiveValues(List.of("high", "low", "middle"), new long[] {1, 1, 2});
    long[] both = {1, 1, 0};
    assertThat(ordered(0.25, order).over(words).passes(both, 2)).isTrue();
    assertThat(ordered(0.24, order).over(words).passes(both, 2)).isFalse();
    assertThat(closeness(0.37).over(words).passes(both, 2)).isFalse();
    SensitiveValues more = new SensitiveValues(List.of("high", "none"), new long[] {1, 1});
    assertThatThrownBy(() -> ordered(0.2, order).over(more))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("The hierarchy of the sensitive column misses 1 of the values");
  }

  /**
   * As Spark orders texts, by their bytes: the letter of U+FF5E is before the one of U+1F600,
   * though its first char is greater. The class has the first and the last value: 1/4 + 1/4 over
   * two steps.
   */
  @Test
  void wordsWithoutAHierarchyStandInTheOrderOfTheirBytes() {
    SensitiveValues values =
        new SensitiveValues(List.of("m", "\uD83D\uDE00", "\uFF5E"), new long[] {1, 1, 2});
    long[] both = {1, 1, 0};
    assertThat(closeness(0.26).over(values).passes(both, 2)).isTrue();
    assertThat(closeness(0.24).over(values).passes(both, 2)).isFalse();
  }

  @Test
  void reportsNameARequirementAsItWasAskedFor() {
    Hierarchy tree = Hierarchy.parse("t", List.of("3;pair;*", "4;pair;*"));
    assertThat(new Closeness(0.2, Closeness.Distance.HIERARCHICAL, tree))
        .hasToString("t-closeness 0.2:hierarchical");
  }

  private static Requirement ordered(double t, Hierarchy order) {
    return new Closeness(t, Closeness.Distance.ORDERED, order);
  }

  private static Requirement closeness(double t) {
    return new Closeness(t, Closeness.Distance.ORDERED, null);
  }

  /** One third must leave the pair (up to the root: 1), nothing moves within it. */
  @Test
  void hierarchicalDistanceCostsLessWithinABranch() {
    Hierarchy tree = Hierarchy.parse("t", List.of("3;pair;*", "4;pair;*", "5;alone;*"));
    Requirement close = new Closeness(0.34, Closeness.Distance.HIERARCHICAL, tree);
    Requirement closer = new Closeness(0.33, Closeness.Distance.HIERARCHICAL, tree);
    assertThat(passes(close, 2, 2, 0)).isTrue();
    assertThat(passes(closer, 2, 2, 0)).isFalse();
    Requirement within = new Closeness(0.17, Closeness.Distance.HIERARCHICAL, tree);
    assertThat(passes(within, 4, 0, 2)).isTrue();
  }

  @Test
  void likenessBoundsTheGainOfEachValue() {
    assertThat(passes(new Likeness(0.5), 2, 2, 0)).isTrue();
    assertThat(passes(new Likeness(0.49), 2, 2, 0)).isFalse();
  }
}
