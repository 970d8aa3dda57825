package dev.evenhand.anonymity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Of the classes that cover a row, the one that loses least; of equals, the first. */
final class CoverList implements Assignment {
  private static final long serialVersionUID = 1L;

  private final Covers covers;

  /** Of the classes, from the one that loses least. */
  private final int[] numbers;

  CoverList(List<EquivalenceClass> all) {
    covers = new Covers(all);
    numbers =
        IntStream.range(0, all.size())
            .boxed()
            .sorted(Comparator.comparingDouble(at -> Arrays.stream(all.get(at).penalties()).sum()))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  @Override
  public int classOf(Coding.Point point) {
    for (int number : numbers) {
      if (covers.covers(number, point)) {
        return number;
      }
    }
    return -1;
  }

  @Override
  public CoverList of(HeldValues held, List<EquivalenceClass> all) {
    return new CoverList(all);
  }
}
