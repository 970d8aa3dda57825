package dev.evenhand.anonymity;

/**
 * The values of one quasi-identifier, numbered from 0 in the order in which cuts see them.
 *
 * <p>The penalty of a part of a domain is the NCP of Xu et al. (2006): for intervals their length
 * over the length of the whole, for sets (distinct - 1) / (leaves - 1).
 */
abstract sealed class Domain permits NumberDomain, ValueDomain, LabelDomain {
  abstract int size();

  /** Whether a part is all from its lowest to its highest value, so that only those two count. */
  abstract boolean isInterval();

  /** In [0, 1]; distinct counts only for sets. */
  abstract double penalty(int lowest, int highest, int distinct);

  /** The number of a value that the table has. */
  abstract int code(Object key);

  /** The part that holds a class's values. */
  abstract Part part(Histogram values);
}
