package dev.evenhand.attribution;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;

/** Shapley values and interactions by their definition: over all subsets of the players. */
final class Enumeration {
  private Enumeration() {}

  /** v(S), S by bit of the player. */
  interface Game {
    double value(int known);
  }

  static double[] shapley(Game game, int players) {
    double[] values = values(game, players);
    double[] shapley = new double[players];
    for (int i = 0; i < players; i++) {
      for (int s = 0; s < values.length; s++) {
        if ((s >> i & 1) == 0) {
          int size = Integer.bitCount(s);
          double weight = factorial(size) * factorial(players - size - 1) / factorial(players);
          shapley[i] += weight * (values[s | 1 << i] - values[s]);
        }
      }
    }
    return shapley;
  }

  /** Φᵢⱼ of i &lt; j, by equation 4 of Lundberg et al. (2018). */
  static double interaction(Game game, int players, int i, int j) {
    double[] values = values(game, players);
    double sum = 0;
    for (int s = 0; s < values.length; s++) {
      if ((s >> i & 1) == 0 && (s >> j & 1) == 0) {
        int size = Integer.bitCount(s);
        double weight =
            factorial(size) * factorial(players - size - 2) / (2 * factorial(players - 1));
        int a = s | 1 << i;
        int b = s | 1 << j;
        sum += weight * (values[a | b] - values[a] - values[b] + values[s]);
      }
    }
    return sum;
  }

  private static double[] values(Game game, int players) {
    double[] values = new double[1 << players];
    for (int s = 0; s < values.length; s++) {
      values[s] = game.value(s);
    }
    return values;
  }

  private static double factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }

  /** What a tree expects of a row of which only some players are known: EXPVALUE, algorithm 1. */
  static double expected(
      Node node, Vector row, int[] playerOf, int known, ToDoubleFunction<LeafNode> value) {
    if (node instanceof LeafNode leaf) {
      return value.applyAsDouble(leaf);
    }
    InternalNode inner = (InternalNode) node;
    if ((known >> playerOf[inner.split().featureIndex()] & 1) == 1) {
      Node next = inner.split().shouldGoLeft(row) ? inner.leftChild() : inner.rightChild();
      return expected(next, row, playerOf, known, value);
    }
    double left = inner.leftChild().impurityStats().count();
    double right = inner.rightChild().impurityStats().count();
    double share = left + right == 0 ? 0.5 : left / (left + right);
    return share * expected(inner.leftChild(), row, playerOf, known, value)
        + (1 - share) * expected(inner.rightChild(), row, playerOf, known, value);
  }

  /** The mean score of background rows that take the known players' values from a row. */
  static double mixed(
      ToDoubleFunction<Vector> score,
      Vector row,
      List<Vector> background,
      int[] playerOf,
      int known) {
    double sum = 0;
    for (Vector other : background) {
      double[] values = other.toArray().clone();
      for (int i = 0; i < values.length; i++) {
        if ((known >> playerOf[i] & 1) == 1) {
          values[i] = row.apply(i);
        }
      }
      sum += score.applyAsDouble(Vectors.dense(values));
    }
    return sum / background.size();
  }
}
