package dev.evenhand.anonymity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassIndexTest {
  private static ClassIndex index(long[] longs, int[] ints, int... classes) {
    return ClassIndex.of(new ClassIndex.Hashes(longs, ints), classes);
  }

  @Test
  void knowsTheClassOfEachTupleAndWhichHaveNone() {
    ClassIndex index = index(new long[] {7, -7, 0}, new int[] {1, 1, 0}, 4, -1, 0);
    assertThat(index.find(7, 1)).isEqualTo(4);
    assertThat(index.find(-7, 1)).as("suppressed").isEqualTo(-1);
    assertThat(index.find(0, 0)).isEqualTo(0);
  }

  @Test
  void doesNotKnowOthersEvenIfOneHashIsTheSame() {
    ClassIndex index = index(new long[] {7, -7}, new int[] {1, 1}, 4, 5);
    assertThat(index.find(7, 2)).isNull();
    assertThat(index.find(8, 1)).isNull();
  }

  @Test
  void leavesOutTuplesThatShareBothHashes() {
    ClassIndex index = index(new long[] {7, 7, 9}, new int[] {1, 1, 1}, 4, 5, 6);
    assertThat(index.find(7, 1)).isNull();
    assertThat(index.find(9, 1)).isEqualTo(6);
  }

  @Test
  void isAMapOfAnySize() {
    Random random = new Random(5);
    for (int size : new int[] {0, 1, 2, 3, 1000, 4097}) {
      long[] longs = random.longs(size).toArray();
      int[] ints = random.ints(size).toArray();
      int[] classes = random.ints(size, -1, 50).toArray();
      ClassIndex index = index(longs, ints, classes);
      for (int tuple = 0; tuple < size; tuple++) {
        assertThat(index.find(longs[tuple], ints[tuple])).isEqualTo(classes[tuple]);
      }
      assertThat(index.find(random.nextLong(), 0)).isNull();
    }
  }
}
