/**
 * From the training set to its weights.
 *
 * <p>Reads gold.training_set and silver.protected, writes gold.weights.
 */
package dev.evenhand.rebalance;
