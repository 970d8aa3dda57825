package dev.evenhand.anonymity;

/**
 * The tuples of a node that share one code in the dimension at hand: a range of the sorted ones.
 */
record Group(int code, int from, int to, long rows, double weight) {}
