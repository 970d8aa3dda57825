package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PopulationUniquesTest {
  private static SortedMap<Long, Long> sizes(long... sizeAndNumber) {
    SortedMap<Long, Long> sizes = new TreeMap<>();
    for (int i = 0; i < sizeAndNumber.length; i += 2) {
      sizes.put(sizeAndNumber[i], sizeAndNumber[i + 1]);
    }
    return sizes;
  }

  /** h(1) = 1/2, h(2) = 2 C(6,3) / C(8,4) = 4/7; chance = (2/2) / (2/2 + 4/7) = 7/11. */
  @Test
  void zayatzByHand() {
    PopulationUniques found = PopulationUniques.of(sizes(1, 2, 2, 1), 8);
    assertThat(found.zayatz()).isCloseTo(2 * 7.0 / 11 * 2, within(1e-9));
  }

  @Test
  void allOfTheSampleIsItsOwnPopulation() {
    PopulationUniques found = PopulationUniques.of(sizes(1, 3, 5, 2), 13);
    assertThat(found.dankar()).isEqualTo(3);
    assertThat(found.pitman()).isEqualTo(3);
  }

  @Test
  void withoutSampleUniquesThereAreNone() {
    assertThat(PopulationUniques.of(sizes(2, 7), 1_000).dankar()).isZero();
  }

  @Test
  void withoutPairsTheSlidBinomialHasNoEstimate() {
    PopulationUniques found = PopulationUniques.of(sizes(1, 4, 3, 2), 30);
    assertThat(found.slide()).isNull();
    assertThat(found.dankar()).isEqualTo(found.zayatz());
  }

  @Test
  void aSampleIsNotLargerThanItsPopulation() {
    assertThatThrownBy(() -> PopulationUniques.of(sizes(1, 4), 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Classes as a restaurant's tables (θ = 40, α = 0.6), of which every twentieth guest is drawn.
   */
  @Test
  void pitmanFindsTheUniquesOfItsOwnProcess() {
    SplittableRandom random = new SplittableRandom(5);
    List<Integer> tables = new ArrayList<>();
    List<Integer> tableOf = new ArrayList<>();
    for (int guest = 0; guest < 40_000; guest++) {
      double place = random.nextDouble() * (40 + guest) - 40 - 0.6 * tables.size();
      int table = tables.size();
      if (place >= 0 && guest > 0) {
        int companion = random.nextInt(guest);
        // Each table loses 0.6 of its guests' weight to new tables.
        while (random.nextDouble() * tables.get(tableOf.get(companion)) < 0.6) {
          companion = random.nextInt(guest);
        }
        table = tableOf.get(companion);
      }
      if (table == tables.size()) {
        tables.add(0);
      }
      tables.set(table, tables.get(table) + 1);
      tableOf.add(table);
    }
    long actual = tables.stream().filter(size -> size == 1).count();
    PopulationUniques found = PopulationUniques.of(drawn(tables, 0.05, 6), 40_000);
    assertThat(found.pitman()).isCloseTo((double) actual, Percentage.withPercentage(15));
    assertThat(found.dankar()).isEqualTo(found.pitman());
  }

  /** 20,000 classes of 1 + NB(2, 0.3), of which a fifth of the rows is drawn. */
  @Test
  void theSlidBinomialFindsTheUniquesOfItsOwnSizes() {
    SplittableRandom random = new SplittableRandom(7);
    List<Integer> classes = new ArrayList<>();
    int rows = 0;
    for (int i = 0; i < 20_000; i++) {
      int size = 1;
      for (int success = 0; success < 2; ) {
        if (random.nextDouble() < 0.3) {
          success++;
        } else {
          size++;
        }
      }
      classes.add(size);
      rows += size;
    }
    long actual = classes.stream().filter(size -> size == 1).count();
    PopulationUniques found = PopulationUniques.of(drawn(classes, 0.2, 8), rows);
    assertThat(found.slide()).isCloseTo((double) actual, Percentage.withPercentage(20));
    assertThat(found.dankar()).isEqualTo(Math.min(found.slide(), found.zayatz()));
  }

  private static SortedMap<Long, Long> drawn(List<Integer> classes, double chance, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SortedMap<Long, Long> sizes = new TreeMap<>();
    for (int size : classes) {
      long kept = random.ints(size, 0, 1000).filter(draw -> draw < 1000 * chance).count();
      if (kept > 0) {
        sizes.merge(kept, 1L, Long::sum);
      }
    }
    return sizes;
  }

  /** Values a, a, b of three rows: two of three values differ from none; 2 of 3 pairs differ. */
  @Test
  void separationByHand() {
    Separation found = Separation.of(List.of(2L, 1L));
    assertThat(found.distinction()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(found.separation()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(Separation.of(List.of(1L)).separation()).isNull();
  }
}
