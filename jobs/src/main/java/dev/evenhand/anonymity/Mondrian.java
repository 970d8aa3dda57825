package dev.evenhand.anonymity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveTask;
import java.util.stream.IntStream;

/**
 * Multidimensional cuts, greedy by loss, after LeFevre, DeWitt and Ramakrishnan, Mondrian (2006).
 *
 * <p>Where they cut the widest dimension at its median, every cut is weighed by the NCP that both
 * sides keep. Branches run side by side; the result doesn't depend on that.
 */
final class Mondrian {
  /** Nodes with fewer tuples are not worth a task of their own. */
  private static final int TASK_TUPLES = 2048;

  /** Up to so many tuples the best cuts are tried to the end, not only their own loss compared. */
  private static final int LOOK_AHEAD_TUPLES = 128;

  private static final int LOOK_AHEAD_CUTS = 3;

  private final Tuples tuples;
  private final Rules rules;
  private final ConcurrentLinkedQueue<CutFinder> idleFinders = new ConcurrentLinkedQueue<>();

  private Mondrian(Tuples tuples, Rules rules) {
    this.tuples = tuples;
    this.rules = rules;
  }

  /** A node of the growing tree: a class (members) or a cut with two sides. */
  record Branch(int[] members, Cut cut, Branch left, Branch right, long rows, double loss) {}

  static Branch cut(Tuples tuples, Rules rules) {
    return cut(tuples, rules, IntStream.range(0, tuples.size()).toArray());
  }

  /**
   * @param members the tuples to be cut, in canonical order
   */
  static Branch cut(Tuples tuples, Rules rules, int[] members) {
    return ForkJoinPool.commonPool().invoke(new Mondrian(tuples, rules).task(members));
  }

  private ForkJoinTask<Branch> task(int[] members) {
    return new RecursiveTask<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected Branch compute() {
        return branch(members, true);
      }
    };
  }

  private Branch branch(int[] members, boolean mayLookAhead) {
    CutFinder idle = idleFinders.poll();
    CutFinder finder = idle == null ? new CutFinder(tuples, rules) : idle;
    double whole = finder.loss(members);
    List<Cut> cuts = finder.best(members, whole);
    idleFinders.add(finder);
    if (cuts.isEmpty()) {
      return new Branch(members, null, null, null, tuples.rowsOf(members), whole);
    }
    boolean looksAhead = mayLookAhead && cuts.size() > 1 && members.length <= LOOK_AHEAD_TUPLES;
    Cut cut = looksAhead ? bestInTheEnd(members, cuts) : cuts.get(0);
    int[][] sides = divide(members, cut);
    Branch left;
    Branch right;
    if (members.length >= TASK_TUPLES) {
      ForkJoinTask<Branch> other = task(sides[1]).fork();
      left = branch(sides[0], true);
      right = other.join();
    } else {
      left = branch(sides[0], mayLookAhead);
      right = branch(sides[1], mayLookAhead);
    }
    return new Branch(null, cut, left, right, left.rows + right.rows, left.loss + right.loss);
  }

  /**
   * The one of the best cuts after which plain greedy cutting of both sides ends with least loss.
   */
  private Cut bestInTheEnd(int[] members, List<Cut> cuts) {
    Cut best = null;
    double least = Double.POSITIVE_INFINITY;
    for (Cut cut : cuts.subList(0, Math.min(LOOK_AHEAD_CUTS, cuts.size()))) {
      int[][] sides = divide(members, cut);
      double loss = branch(sides[0], false).loss + branch(sides[1], false).loss;
      if (loss < least * (1 - 1e-12)) {
        best = cut;
        least = loss;
      }
    }
    return best;
  }

  /** Left and right of a cut; both keep the canonical order. */
  private int[][] divide(int[] members, Cut cut) {
    BitSet left = cut.left();
    int[] one = new int[members.length];
    int[] other = new int[members.length];
    int size = 0;
    for (int i = 0; i < members.length; i++) {
      if (left.get(tuples.code(members[i], cut.dimension()))) {
        one[size++] = members[i];
      } else {
        other[i - size] = members[i];
      }
    }
    return new int[][] {Arrays.copyOf(one, size), Arrays.copyOf(other, members.length - size)};
  }

  /** The classes of a tree, from left to right. */
  static List<int[]> classes(Branch root) {
    List<int[]> found = new ArrayList<>();
    collect(root, found);
    return found;
  }

  private static void collect(Branch at, List<int[]> found) {
    if (at.cut == null) {
      found.add(at.members);
    } else {
      collect(at.left, found);
      collect(at.right, found);
    }
  }
}
