package dev.evenhand.learn;

/**
 * The rows of a node, in fixed point.
 *
 * @param residual Σ weight · residual
 * @param weight Σ weight
 * @param rows their number
 */
record NodeSums(long residual, long weight, long rows) {
  static final NodeSums NONE = new NodeSums(0, 0, 0);

  NodeSums plus(NodeSums other) {
    return new NodeSums(residual + other.residual, weight + other.weight, rows + other.rows);
  }

  NodeSums minus(NodeSums other) {
    return new NodeSums(residual - other.residual, weight - other.weight, rows - other.rows);
  }
}
