package dev.evenhand.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenhand.evaluate.SafeBins.Binned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeBinsTest {
  private static final long LEAST = 10;

  private static List<Binned> bins(int pivot, long[]... groups) {
    return new SafeBins(LEAST, pivot).of(List.of(groups));
  }

  @Test
  void binsGrowFromTheThresholdUntilTheyAreLargeEnough() {
    List<Binned> found =
        bins(3, new long[] {6, 6, 12, 5, 4, 7, 30}, new long[] {9, 9, 9, 9, 9, 9, 9});
    // Up from 3: 5 + 4 + 7 = 16 and 27 are enough, 30 and 9 are not and join them.
    // Down from 3: 12 and 9 are not, with the next 18 and 18 are; 6 and 9 join them.
    assertThat(found).extracting(each -> Arrays.toString(each.edges())).containsOnly("[0, 3, 7]");
  }

  @Test
  void theSmallerOfTwoGroupsHasAllEdgesOfTheLargerSinceTheRestWouldTellThem() {
    List<Binned> found = bins(0, new long[] {50, 50, 50, 50}, new long[] {20, 3, 4, 20});
    assertThat(found).hasSize(2);
    assertThat(found.get(0).edges()).isEqualTo(found.get(1).edges());
  }

  @Test
  void aTinyGroupIsNeverShownAloneNorToBeFoundAsTheRest() {
    List<Binned> found =
        bins(0, new long[] {50, 50, 50}, new long[] {40, 40, 40}, new long[] {1, 1, 1});
    assertThat(found).hasSize(2);
    assertThat(found.stream().filter(Binned::isPool).toList().get(0).groups())
        .containsExactlyInAnyOrder(1, 2);
    assertThat(bins(0, new long[] {50, 50, 50}, new long[] {1, 1, 1})).isEmpty();
    assertThat(bins(0, new long[] {50, 50, 50})).isEmpty();
  }

  /**
   * Whoever knows every group's shown bins and all rows by fine bin of the total's edges can only
   * form sums over shown bins and the rest: the rest of any set of the largest groups, between two
   * edges that all of them have, is none or large enough.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatIsNotShownIsNeverSmallWhateverIsTakenAway(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int fine = 40;
    List<long[]> groups = new ArrayList<>();
    for (int group = 0; group < 2 + random.nextInt(5); group++) {
      int most = 1 + random.nextInt(30);
      groups.add(IntStream.range(0, fine).mapToLong(bin -> random.nextInt(most)).toArray());
    }
    List<Binned> found = new SafeBins(LEAST, random.nextInt(fine)).of(groups);
    for (int set = 0; set < 1 << found.size(); set++) {
      int taken = set;
      List<Binned> away =
          IntStream.range(0, found.size())
              .filter(i -> (taken >> i & 1) == 1)
              .mapToObj(found::get)
              .toList();
      int[] common = common(away, fine);
      for (int from = 0; from < common.length; from++) {
        for (int to = from + 1; to < common.length; to++) {
          long rest =
              rows(groups, found, common[from], common[to])
                  - rows(groups, away, common[from], common[to]);
          boolean isAll = away.size() == found.size();
          assertThat(rest)
              .satisfiesAnyOf(
                  none -> assertThat(isAll || away.isEmpty()).isTrue(),
                  enough -> assertThat(enough).isGreaterThanOrEqualTo(LEAST));
        }
      }
    }
  }

  /** Edges that all of them have; of no groups at all, none but the ends. */
  private static int[] common(List<Binned> groups, int fine) {
    return groups.stream()
        .map(Binned::edges)
        .reduce(
            (a, b) -> IntStream.of(a).filter(edge -> Arrays.binarySearch(b, edge) >= 0).toArray())
        .orElse(new int[] {0, fine});
  }

  private static long rows(List<long[]> groups, List<Binned> of, int from, int to) {
    return of.stream()
        .flatMap(each -> each.groups().stream())
        .mapToLong(group -> Arrays.stream(groups.get(group), from, to).sum())
        .sum();
  }
}
