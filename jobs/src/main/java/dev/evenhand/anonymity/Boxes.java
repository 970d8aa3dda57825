package dev.evenhand.anonymity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Classes in the making: what each holds, how far it reaches, and what it loses.
 *
 * <p>A member is called by its place. Dense arrays, one entry a class and dimension, since every
 * member is weighed against every class.
 */
final class Boxes {
  /** The class of a member that has none. */
  static final int NONE = -1;

  private final Tuples tuples;
  private final Rules rules;
  private final int[] members;
  private final int[] group;
  private final int dimensions;
  private final Penalties penalties;
  private final int[] codes;
  private int size;
  private final int[] lowest;
  private final int[] highest;
  private final long[] rows;
  private final double[] weight;
  private final double[] cost;
  private final long[][] sensitive;
  private final int[][] places;
  private final int[] held;

  /**
   * @param group the number of each member's class, or {@link #NONE}
   */
  Boxes(Tuples tuples, Rules rules, int[] members, int[] group, int classes) {
    this.tuples = tuples;
    this.rules = rules;
    this.members = members;
    this.group = group;
    dimensions = tuples.dimensions();
    penalties = new Penalties(tuples, rules.factors());
    codes = new int[members.length * dimensions];
    for (int place = 0; place < members.length; place++) {
      for (int d = 0; d < dimensions; d++) {
        codes[place * dimensions + d] = tuples.code(members[place], d);
      }
    }
    int room = classes + 1; // one may be opened
    lowest = new int[room * dimensions];
    highest = new int[room * dimensions];
    rows = new long[room];
    weight = new double[room];
    cost = new double[room];
    sensitive = new long[room][tuples.sensitiveSize()];
    places = new int[room][4];
    held = new int[room];
    size = classes;
    for (int place = 0; place < group.length; place++) {
      if (group[place] != NONE) {
        enter(group[place], place);
      }
    }
    for (int at = 0; at < size; at++) {
      measure(at, NONE);
    }
  }

  int size() {
    return size;
  }

  int places() {
    return members.length;
  }

  int classOf(int place) {
    return group[place];
  }

  int[] placesOf(int at) {
    return Arrays.copyOf(places[at], held[at]);
  }

  double cost(int at) {
    return cost[at];
  }

  /** What all classes lose. */
  double loss() {
    return Arrays.stream(cost, 0, size).sum();
  }

  boolean isEmpty(int at) {
    return held[at] == 0;
  }

  /** The number of a new class, which holds nothing; once. */
  int open() {
    measure(size, NONE);
    return size++;
  }

  /** The classes that hold something, each as its tuples. */
  List<int[]> classes() {
    return IntStream.range(0, size)
        .filter(at -> held[at] > 0)
        .mapToObj(at -> Arrays.stream(placesOf(at)).map(i -> members[i]).sorted().toArray())
        .toList();
  }

  boolean passes(int at) {
    return rules.passes(sensitive[at], rows[at]);
  }

  /** What the class would lose less without the member; negative if it can't be without it. */
  double gainWithout(int at, int place) {
    long left = rows[at] - tuples.rows(members[place]);
    if (held[at] < 2 || left < rules.k() || cost[at] <= 0) {
      return -1;
    }
    tuples.addSensitive(members[place], sensitive[at], -1);
    boolean passes = rules.passes(sensitive[at], left);
    tuples.addSensitive(members[place], sensitive[at], 1);
    if (!passes) {
      return -1;
    }
    double before = cost[at];
    weight[at] -= tuples.weight(members[place]);
    measure(at, place);
    double gain = before - cost[at];
    weight[at] += tuples.weight(members[place]);
    measure(at, NONE);
    return gain;
  }

  /** What the class would lose more with the member; infinite as soon as that is {@code most}. */
  double lossWith(int at, int place, double most) {
    double weighs = weight[at] + tuples.weight(members[place]);
    double add = -cost[at];
    int from = at * dimensions;
    int of = place * dimensions;
    for (int d = 0; d < dimensions && add < most; d++) {
      int code = codes[of + d];
      int low = Math.min(lowest[from + d], code);
      int high = Math.max(highest[from + d], code);
      if (low != high) {
        add += weighs * penalties.of(d, low, high);
      }
    }
    return add < most ? add : Double.POSITIVE_INFINITY;
  }

  boolean passesWith(int at, int place) {
    if (rules.tests().isEmpty()) {
      return rows[at] + tuples.rows(members[place]) >= rules.k();
    }
    tuples.addSensitive(members[place], sensitive[at], 1);
    boolean passes = rules.passes(sensitive[at], rows[at] + tuples.rows(members[place]));
    tuples.addSensitive(members[place], sensitive[at], -1);
    return passes;
  }

  /** What both lose more as one. */
  double lossOfUnion(int one, int other) {
    double penalty = 0;
    for (int d = 0; d < dimensions; d++) {
      int low = Math.min(lowest[one * dimensions + d], lowest[other * dimensions + d]);
      int high = Math.max(highest[one * dimensions + d], highest[other * dimensions + d]);
      penalty += low == high ? 0 : penalties.of(d, low, high);
    }
    return (weight[one] + weight[other]) * penalty - cost[one] - cost[other];
  }

  /** Puts a member in a class, from where it was. */
  void move(int place, int to) {
    int from = group[place];
    if (from != NONE) {
      int at = 0;
      while (places[from][at] != place) {
        at++;
      }
      System.arraycopy(places[from], at + 1, places[from], at, --held[from] - at);
      rows[from] -= tuples.rows(members[place]);
      weight[from] -= tuples.weight(members[place]);
      tuples.addSensitive(members[place], sensitive[from], -1);
      measure(from, NONE);
    }
    group[place] = to;
    enter(to, place);
    widen(to, place);
    price(to);
  }

  /** Puts all of one class into another. */
  void unite(int from, int into) {
    for (int place : placesOf(from)) {
      group[place] = into;
      enter(into, place);
    }
    held[from] = 0;
    rows[from] = 0;
    weight[from] = 0;
    Arrays.fill(sensitive[from], 0);
    measure(from, NONE);
    measure(into, NONE);
  }

  private void enter(int at, int place) {
    if (held[at] == places[at].length) {
      places[at] = Arrays.copyOf(places[at], 2 * held[at]);
    }
    places[at][held[at]++] = place;
    rows[at] += tuples.rows(members[place]);
    weight[at] += tuples.weight(members[place]);
    tuples.addSensitive(members[place], sensitive[at], 1);
  }

  /** How far a class reaches without one of its members ({@link #NONE}: with all); its cost. */
  private void measure(int at, int without) {
    int from = at * dimensions;
    Arrays.fill(lowest, from, from + dimensions, Integer.MAX_VALUE);
    Arrays.fill(highest, from, from + dimensions, -1);
    for (int i = 0; i < held[at]; i++) {
      if (places[at][i] != without) {
        widen(at, places[at][i]);
      }
    }
    price(at);
  }

  private void widen(int at, int place) {
    int from = at * dimensions;
    for (int d = 0; d < dimensions; d++) {
      int code = codes[place * dimensions + d];
      lowest[from + d] = Math.min(lowest[from + d], code);
      highest[from + d] = Math.max(highest[from + d], code);
    }
  }

  private void price(int at) {
    int from = at * dimensions;
    double sum = 0;
    for (int d = from; d < from + dimensions && held[at] > 0; d++) {
      sum += lowest[d] == highest[d] ? 0 : penalties.of(d - from, lowest[d], highest[d]);
    }
    cost[at] = held[at] == 0 ? 0 : weight[at] * sum;
  }
}
