package dev.evenhand.anonymity;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The cuts of a table: where a row goes at each node, down to its class.
 *
 * <p>A number goes left up to the threshold, and when it is missing; a value goes left when it is
 * in the node's set. The set is that of the side with fewer rows, so that a value never seen at a
 * node goes the way of most rows.
 */
final class CutTree implements Assignment {
  private static final long serialVersionUID = 1L;

  /**
   * A node; node 0 is the root.
   *
   * @param left the number of a node, or of a class as -1 - class
   */
  record Node(int dimension, double threshold, int[] codes, int left, int right)
      implements Serializable {

    boolean isLeft(Coding.Point point) {
      return codes == null
          ? !(point.numbers()[dimension] > threshold)
          : Arrays.binarySearch(codes, point.codes()[dimension]) >= 0;
    }
  }

  private final Node[] nodes;

  CutTree(List<Node> nodes) {
    this.nodes = nodes.toArray(Node[]::new);
  }

  List<Node> nodes() {
    return new ArrayList<>(Arrays.asList(nodes));
  }

  @Override
  public int classOf(Coding.Point point) {
    int at = nodes.length == 0 ? -1 : 0;
    while (at >= 0) {
      at = nodes[at].isLeft(point) ? nodes[at].left : nodes[at].right;
    }
    return -1 - at;
  }
}
