package dev.evenhand.anonymity;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The cuts of an earlier table on a new one.
 *
 * <p>A cut that would leave fewer than k new rows on a side is not made, and every class says no
 * more of its rows than those need: the result holds for the new table by itself.
 */
final class Reuse {
  private final CutTree tree;
  private final Coding coding;
  private final Tuples tuples;
  private final Rules rules;
  private final List<CutTree.Node> nodes = new ArrayList<>();
  private final List<int[]> classes = new ArrayList<>();

  private Reuse(CutTree tree, TupleReader.Table table, Rules rules) {
    this.tree = tree;
    coding = table.coding();
    tuples = table.tuples();
    this.rules = rules;
  }

  static Cuts of(Cuts earlier, Dataset<Row> rows, KAnonymity method) {
    if (!(earlier.assignment() instanceof CutTree tree)) {
      throw new DataProblem(
          "Only cuts made with --recoding sets can be reused. Make them again that way.");
    }
    TupleReader.Table table =
        method.read(new TupleReader(earlier.coding(), method.sensitiveKey()), rows);
    Tuples tuples = table.tuples();
    Rules rules = method.rules(table);
    Reuse reuse = new Reuse(tree, table, rules);
    reuse.add(0, IntStream.range(0, tuples.size()).toArray());
    Suppression left = Suppression.of(tuples, rules, reuse.classes, method.mostSuppressed(tuples));
    List<EquivalenceClass> classes =
        reuse.classes.stream()
            .map(members -> EquivalenceClass.of(tuples, left.kept(members), table.coding()))
            .toList();
    return new Cuts(table.coding(), new CutTree(reuse.nodes), classes)
        .knowing(table, earlier.coding());
  }

  private int add(int at, int[] members) {
    CutTree.Node node = at >= 0 && at < tree.size() ? tree.node(at) : null;
    if (node == null) {
      return addClass(members);
    }
    Map<Boolean, int[]> sides = new HashMap<>();
    for (boolean isLeft : new boolean[] {true, false}) {
      sides.put(
          isLeft,
          IntStream.of(members)
              .filter(tuple -> tree.isLeft(at, coding.point(tuples, tuple)) == isLeft)
              .toArray());
    }
    if (!rules.passes(tuples, sides.get(true)) || !rules.passes(tuples, sides.get(false))) {
      return addClass(members);
    }
    int here = nodes.size();
    nodes.add(null);
    int left = add(node.left(), sides.get(true));
    int right = add(node.right(), sides.get(false));
    nodes.set(
        here, new CutTree.Node(node.dimension(), node.threshold(), node.codes(), left, right));
    return here;
  }

  private int addClass(int[] members) {
    classes.add(members);
    return -classes.size();
  }
}
