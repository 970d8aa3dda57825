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

  private final Tuples tuples;
  private final Rules rules;
  private final ConcurrentLinkedQueue<CutFinder> idleFinders = new ConcurrentLinkedQueue<>();

  private Mondrian(Tuples tuples, Rules rules) {
    this.tuples = tuples;
    this.rules = rules;
  }

  /** A node of the growing tree: a class (members) or a cut with two sides. */
  record Branch(int[] members, Cut cut, Branch left, Branch right, long rows, double loss) {}

  /**
   * Cuts that lose least after one of several greedy ways: with and without a least share of rows
   * on both sides of a cut.
   */
  static Branch cut(Tuples tuples, Rules rules) {
    int[] all = IntStream.range(0, tuples.size()).toArray();
    Branch best = null;
    for (double share : new double[] {0, 0.1}) {
      Rules way = new Rules(rules.k(), rules.tests(), rules.factors(), share);
      Mondrian mondrian = new Mondrian(tuples, way);
      Branch found = ForkJoinPool.commonPool().invoke(mondrian.task(all));
      best = best == null || found.loss < best.loss * (1 - 1e-9) ? found : best;
    }
    return best;
  }

  private ForkJoinTask<Branch> task(int[] members) {
    return new RecursiveTask<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected Branch compute() {
        return branch(members);
      }
    };
  }

  private Branch branch(int[] members) {
    CutFinder idle = idleFinders.poll();
    CutFinder finder = idle == null ? new CutFinder(tuples, rules) : idle;
    double whole = finder.loss(members);
    Cut cut = finder.best(members, whole);
    idleFinders.add(finder);
    if (cut == null) {
      return new Branch(members, null, null, null, tuples.rowsOf(members), whole);
    }
    int[][] sides = divide(members, cut);
    Branch left;
    Branch right;
    if (members.length >= TASK_TUPLES) {
      ForkJoinTask<Branch> other = task(sides[1]).fork();
      left = branch(sides[0]);
      right = other.join();
    } else {
      left = branch(sides[0]);
      right = branch(sides[1]);
    }
    return new Branch(null, cut, left, right, left.rows + right.rows, left.loss + right.loss);
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
