package dev.evenhand.anonymity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Of the classes that cover a row, the one that loses least; of equals, the first. */
final class CoverList implements Assignment {
  private static final long serialVersionUID = 1L;

  private final EquivalenceClass[] classes;
  private final int[] numbers;

  CoverList(List<EquivalenceClass> all) {
    numbers =
        IntStream.range(0, all.size())
            .boxed()
            .sorted(Comparator.comparingDouble(at -> Arrays.stream(all.get(at).penalties()).sum()))
            .mapToInt(Integer::intValue)
            .toArray();
    classes = Arrays.stream(numbers).mapToObj(all::get).toArray(EquivalenceClass[]::new);
  }

  @Override
  public int classOf(Coding.Point point) {
    for (int i = 0; i < classes.length; i++) {
      if (classes[i].covers(point)) {
        return numbers[i];
      }
    }
    return -1;
  }
}
