package dev.evenhand.anonymity;

import java.util.BitSet;

/**
 * A division of a node's tuples in two by the codes of one dimension.
 *
 * @param left the codes on the left side; for intervals a run from the lowest
 * @param loss what both sides lose together
 */
record Cut(int dimension, BitSet left, double loss) {}
