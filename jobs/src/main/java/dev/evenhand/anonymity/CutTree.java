package dev.evenhand.anonymity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
   * @param codes of a value; null of a number
   * @param left the number of a node, or of a class as -1 - class
   */
  record Node(int dimension, double threshold, int[] codes, int left, int right) {}

  private final int[] dimensions;
  private final double[] thresholds;
  private final int[] sides;

  /** Where the codes of each node end; those of a number are none. */
  private final int[] ends;

  private final int[] codes;

  CutTree(List<Node> nodes) {
    dimensions = nodes.stream().mapToInt(Node::dimension).toArray();
    thresholds =
        nodes.stream()
            .mapToDouble(node -> node.codes() == null ? node.threshold() : Double.NaN)
            .toArray();
    sides = nodes.stream().flatMapToInt(node -> IntStream.of(node.left(), node.right())).toArray();
    codes =
        nodes.stream()
            .flatMapToInt(
                node -> node.codes() == null ? IntStream.empty() : IntStream.of(node.codes()))
            .toArray();
    ends =
        nodes.stream().mapToInt(node -> node.codes() == null ? 0 : node.codes().length).toArray();
    Arrays.parallelPrefix(ends, Integer::sum);
  }

  int size() {
    return dimensions.length;
  }

  Node node(int at) {
    boolean isNumber = !Double.isNaN(thresholds[at]);
    return new Node(
        dimensions[at],
        isNumber ? thresholds[at] : 0,
        isNumber ? null : Arrays.copyOfRange(codes, start(at), ends[at]),
        sides[2 * at],
        sides[2 * at + 1]);
  }

  List<Node> nodes() {
    return IntStream.range(0, size()).mapToObj(this::node).toList();
  }

  @Override
  public int classOf(Coding.Point point) {
    int at = size() == 0 ? -1 : 0;
    while (at >= 0) {
      at = sides[isLeft(at, point) ? 2 * at : 2 * at + 1];
    }
    return -1 - at;
  }

  boolean isLeft(int at, Coding.Point point) {
    int dimension = dimensions[at];
    return Double.isNaN(thresholds[at])
        ? Arrays.binarySearch(codes, start(at), ends[at], point.codes()[dimension]) >= 0
        : !(point.numbers()[dimension] > thresholds[at]);
  }

  @Override
  public CutTree of(HeldValues held, List<EquivalenceClass> unused) {
    return new CutTree(
        nodes().stream()
            .map(
                node ->
                    node.codes() == null
                        ? node
                        : new Node(
                            node.dimension(),
                            node.threshold(),
                            held.of(node.dimension(), node.codes()),
                            node.left(),
                            node.right()))
            .toList());
  }

  private int start(int at) {
    return at == 0 ? 0 : ends[at - 1];
  }
}
