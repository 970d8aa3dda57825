package dev.evenhand.anonymity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the cut of a node after which the two sides lose least, among all cuts that leave both
 * sides publishable.
 *
 * <p>Every threshold of an interval dimension is tried; for sets every place in tree order and in
 * order of frequency, and every value against the rest. A dimension costs O(tuples x dimensions):
 * prefixes and suffixes are swept once. One object serves one thread.
 */
final class CutFinder {
  private final Tuples tuples;
  private final Rules rules;
  private final Extent extent;
  private final Rest rest;
  private int[] sorted = new int[0];
  private Group[] groups;
  private double leastSide;
  private double bestLoss;
  private BitSet bestLeft;

  CutFinder(Tuples tuples, Rules rules) {
    this.tuples = tuples;
    this.rules = rules;
    extent = new Extent(tuples, rules.factors());
    rest = new Rest(tuples, rules.factors());
  }

  /** What the members lose together when they become one class. */
  double loss(int[] members) {
    extent.clear();
    double weight = 0;
    for (int member : members) {
      extent.add(member);
      weight += tuples.weight(member);
    }
    return weight * extent.penalty();
  }

  /** The best cut of each dimension, if it loses less than the whole; the best one first. */
  List<Cut> best(int[] members, double wholeLoss) {
    long rows = tuples.rowsOf(members);
    if (rows < 2L * rules.k() || wholeLoss <= 0) {
      return List.of();
    }
    List<Cut> balanced = search(members, wholeLoss, rows * rules.leastShare());
    return balanced.isEmpty() && rules.leastShare() > 0 ? search(members, wholeLoss, 0) : balanced;
  }

  private List<Cut> search(int[] members, double wholeLoss, double leastRows) {
    leastSide = Math.max(rules.k(), leastRows);
    List<Cut> found = new ArrayList<>();
    rest.enter(members);
    for (int dimension = 0; dimension < tuples.dimensions(); dimension++) {
      group(members, dimension);
      bestLoss = wholeLoss * (1 - 1e-12);
      bestLeft = null;
      if (groups.length > 1) {
        tryDimension(dimension);
      }
      if (bestLeft != null) {
        found.add(new Cut(dimension, bestLeft, bestLoss));
      }
    }
    rest.leave(members);
    found.sort(Comparator.comparingDouble(Cut::loss));
    return found;
  }

  private void tryDimension(int dimension) {
    int[] order = IntStream.range(0, groups.length).toArray();
    sweep(order);
    if (!tuples.domain(dimension).isInterval() && groups.length > 2) {
      int[] byRows =
          IntStream.range(0, groups.length)
              .boxed()
              .sorted(Comparator.comparingLong(at -> -groups[at].rows()))
              .mapToInt(Integer::intValue)
              .toArray();
      sweep(byRows);
      for (Group one : groups) {
        tryAlone(one);
      }
    }
  }

  /** Sorts the members by their code; ties keep the canonical order. */
  private void group(int[] members, int dimension) {
    long[] keys = new long[members.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) tuples.code(members[i], dimension) << 32 | i;
    }
    sortByCode(keys, tuples.domain(dimension).size());
    sorted = new int[keys.length];
    Group[] found = new Group[Math.min(keys.length, tuples.domain(dimension).size())];
    int count = 0;
    for (int from = 0; from < keys.length; ) {
      int code = (int) (keys[from] >> 32);
      int to = from;
      long rows = 0;
      double weight = 0;
      for (; to < keys.length && (int) (keys[to] >> 32) == code; to++) {
        sorted[to] = members[(int) keys[to]];
        rows += tuples.rows(sorted[to]);
        weight += tuples.weight(sorted[to]);
      }
      found[count++] = new Group(code, from, to, rows, weight);
      from = to;
    }
    groups = Arrays.copyOf(found, count);
  }

  private static void sortByCode(long[] keys, int size) {
    if (size > 4 * keys.length) {
      Arrays.sort(keys);
      return;
    }
    int[] place = new int[size + 1];
    for (long key : keys) {
      place[(int) (key >> 32) + 1]++;
    }
    for (int code = 0; code < size; code++) {
      place[code + 1] += place[code];
    }
    long[] unsorted = keys.clone();
    for (long key : unsorted) {
      keys[place[(int) (key >> 32)]++] = key;
    }
  }

  private void sweep(int[] order) {
    int last = order.length - 1;
    double[] lossBefore = new double[order.length];
    long[] rowsBefore = new long[order.length];
    boolean[] passesBefore = new boolean[order.length];
    Side side = new Side();
    for (int i = 0; i < last; i++) {
      side.add(groups[order[i]]);
      rowsBefore[i] = side.rows;
      passesBefore[i] = side.rows >= leastSide && side.passes();
      lossBefore[i] = side.weight * extent.penalty();
    }
    side = new Side();
    for (int i = last; i > 0 && rowsBefore[i - 1] >= leastSide; i--) {
      side.add(groups[order[i]]);
      if (side.rows >= leastSide && passesBefore[i - 1]) {
        double loss = lossBefore[i - 1] + side.weight * extent.penalty();
        if (loss < bestLoss && side.passes()) {
          keep(loss, Arrays.copyOf(order, i));
        }
      }
    }
  }

  private void tryAlone(Group one) {
    long others = Arrays.stream(groups).mapToLong(Group::rows).sum() - one.rows();
    if (one.rows() < leastSide || others < leastSide) {
      return;
    }
    Side side = new Side();
    side.add(one);
    double otherWeight = Arrays.stream(groups).mapToDouble(Group::weight).sum() - one.weight();
    double restPenalty = rest.penaltyWithout(sorted, one);
    double loss = side.weight * extent.penalty() + otherWeight * restPenalty;
    if (loss < bestLoss
        && side.passes()
        && rules.passes(rest.sensitiveWithout(side.sensitive), others)) {
      int at = Arrays.asList(groups).indexOf(one);
      keep(loss, new int[] {at});
    }
  }

  private void keep(double loss, int[] leftGroups) {
    bestLoss = loss;
    bestLeft = new BitSet();
    for (int at : leftGroups) {
      bestLeft.set(groups[at].code());
    }
  }

  /** One side of a cut while it grows. */
  private final class Side {
    private final long[] sensitive = new long[tuples.sensitiveSize()];
    private long rows;
    private double weight;

    Side() {
      extent.clear();
    }

    void add(Group group) {
      for (int i = group.from(); i < group.to(); i++) {
        extent.add(sorted[i]);
        tuples.addSensitive(sorted[i], sensitive, 1);
      }
      rows += group.rows();
      weight += group.weight();
    }

    boolean passes() {
      return rules.passes(sensitive, rows);
    }
  }
}
