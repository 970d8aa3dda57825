package dev.evenhand.learn;

/**
 * How a node is cut in two.
 *
 * @param lastLeftBin of a continuous feature
 * @param leftCategories of a categorical feature, as bits; else null
 * @param gain Σ² / weight of both sides together, less that of the whole
 * @param left the sums of the left side
 */
record Split(int feature, int lastLeftBin, long[] leftCategories, double gain, NodeSums left) {}
