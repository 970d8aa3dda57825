package dev.evenhand.anonymity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Classes by levels: the rows are written at the level of each quasi-identifier that loses least;
 * whoever may be published so is, and for the rest the next level is tried, up to the last.
 *
 * <p>Local recoding by full-domain generalizations of ever fewer rows, as in ARX (Prasser et al.
 * 2017, "A generic method for assessing the quality of de-identified health data", local
 * transformation), but through all of them in the order of their mean penalty. Then single tuples
 * move where they cost less, and every class is written in the lowest labels over its own values.
 * Small tables are peeled several times, each time with another least share of the rest that a
 * level must publish, and lose least once.
 */
final class Peeling {
  private static final int ROUNDS = 3;

  /** The least shares of a level, and up to how many tuples all of them are tried. */
  private static final double[] LEAST_SHARES = {0, 0.01, 0.02, 0.05, 0.1};

  private static final int SMALL = 5000;

  /** Cells looked at, of all levels together; what is left then joins the classes there are. */
  private static final long MOST_STEPS = 4_000_000_000L;

  /** Combinations of levels gone through: with many columns there are more than memory holds. */
  private static final int MOST_COMBINATIONS = 50_000;

  private final Tuples tuples;
  private final Rules rules;
  private final int[] members;
  private final Levels[] levels;

  /** What a value adds to the number of its cell, by dimension and level. */
  private final long[][][] parts;

  private final int[] group;
  private final CellCounts counts;
  private int classes;
  private List<int[]> found = List.of();
  private double loss;

  private Peeling(Tuples tuples, Rules rules, int[] members) {
    this.tuples = tuples;
    this.rules = rules;
    this.members = members;
    levels = new Levels[tuples.dimensions()];
    parts = new long[levels.length][][];
    long factor = 1;
    for (int at = 0; at < levels.length; at++) {
      levels[at] = Levels.of(tuples, members, at);
      long by = factor;
      parts[at] =
          levels[at].cells().stream()
              .map(cells -> Arrays.stream(cells).mapToLong(cell -> cell * by).toArray())
              .toArray(long[][]::new);
      factor *= tuples.domain(at).size();
    }
    group = new int[members.length];
    Arrays.fill(group, -1);
    counts = new CellCounts(tuples, rules, members);
  }

  /** The classes, each as its tuples. */
  static List<int[]> classes(Tuples tuples, Rules rules, int[] members) {
    int tries = members.length <= SMALL ? LEAST_SHARES.length : 1;
    Peeling best = null;
    for (double share : Arrays.copyOf(LEAST_SHARES, tries)) {
      Peeling next = new Peeling(tuples, rules, members);
      next.run(share);
      best = best == null || next.loss < best.loss ? next : best;
    }
    return best.found;
  }

  private void run(double leastShare) {
    int[] left = peeled(leastShare);
    settle(left);
    List<int[]> cut =
        found.stream()
            .flatMap(one -> Mondrian.classes(Mondrian.cut(tuples, rules, one)).stream())
            .toList();
    if (cut.size() > found.size()) {
      number(cut);
      settle(new int[0]);
    }
  }

  /** Makes classes, the cheapest levels first; those who are in none are given back. */
  private int[] peeled(double leastShare) {
    int[] left = new int[members.length];
    Arrays.setAll(left, i -> i);
    PriorityQueue<int[]> next =
        new PriorityQueue<>(
            Comparator.<int[]>comparingDouble(this::penalty).thenComparing(Arrays::compare));
    Set<List<Integer>> seen = new HashSet<>();
    next.add(new int[levels.length]);
    long steps = 0;
    int tried = 0;
    while (!next.isEmpty() && left.length > 0 && steps < MOST_STEPS && tried < MOST_COMBINATIONS) {
      tried++;
      int[] chosen = next.remove();
      steps += left.length;
      left = peel(left, chosen, leastShare);
      for (int at = 0; at < levels.length; at++) {
        if (chosen[at] + 1 < levels[at].size()) {
          int[] higher = chosen.clone();
          higher[at]++;
          if (seen.add(Arrays.stream(higher).boxed().toList())) {
            next.add(higher);
          }
        }
      }
    }
    return left;
  }

  /** Moves all that gain by it. */
  private void settle(int[] left) {
    Boxes boxes = new Boxes(tuples, rules, members, group, classes);
    Moves moves = new Moves(boxes);
    moves.place(left);
    boolean goesOn = true;
    for (int round = 0; round < ROUNDS && goesOn; round++) {
      goesOn = moves.improve() | moves.dissolve();
    }
    found = boxes.classes();
    loss = boxes.loss();
  }

  private void number(List<int[]> all) {
    Map<Integer, Integer> classOf = new HashMap<>();
    classes = 0;
    for (int[] one : all) {
      for (int member : one) {
        classOf.put(member, classes);
      }
      classes++;
    }
    Arrays.setAll(group, place -> classOf.get(members[place]));
  }

  private double penalty(int[] chosen) {
    double sum = 0;
    for (int at = 0; at < chosen.length; at++) {
      sum += rules.factors()[at] * levels[at].penalties()[chosen[at]];
    }
    return sum;
  }

  /** Makes classes of the cells that may be published; the rest is given back. */
  private int[] peel(int[] left, int[] chosen, double leastShare) {
    long[] cells = new long[left.length];
    for (int i = 0; i < left.length; i++) {
      for (int at = 0; at < chosen.length; at++) {
        cells[i] += parts[at][chosen[at]][tuples.code(members[left[i]], at)];
      }
    }
    int[] numbers = counts.publishable(left, cells, classes);
    if (leastShare > 0 && share(left, numbers) < leastShare) {
      return left;
    }
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < left.length; i++) {
      if (numbers[i] < 0) {
        rest.add(left[i]);
      } else {
        group[left[i]] = numbers[i];
        classes = Math.max(classes, numbers[i] + 1);
      }
    }
    return rest.size() == left.length ? left : rest.stream().mapToInt(i -> i).toArray();
  }

  /** Which share of the rows left has a class now. */
  private double share(int[] left, int[] numbers) {
    double all = 0;
    double in = 0;
    for (int i = 0; i < left.length; i++) {
      long rows = tuples.rows(members[left[i]]);
      all += rows;
      in += numbers[i] < 0 ? 0 : rows;
    }
    return in / all;
  }
}
