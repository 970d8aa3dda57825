package dev.evenhand.anonymity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The class of every combination of the table at hand. Never kept: it holds the table's values. */
final class TupleIndex implements Assignment {
  private static final long serialVersionUID = 1L;

  private final Map<Coding.Point, Integer> classes = new HashMap<>();

  void put(Coding.Point point, int number) {
    classes.put(point, number);
  }

  @Override
  public int classOf(Coding.Point point) {
    return classes.getOrDefault(point, -1);
  }

  @Override
  public TupleIndex of(HeldValues held, List<EquivalenceClass> unused) {
    TupleIndex index = new TupleIndex();
    classes.forEach((point, number) -> index.put(held.of(point), number));
    return index;
  }
}
