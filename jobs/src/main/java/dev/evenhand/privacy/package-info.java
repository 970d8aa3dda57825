/**
 * From features to the training set: quasi-identifiers generalized, small classes left out.
 *
 * <p>Reads gold.features and gold.splits, writes gold.training_set and metrics.privacy.
 */
package dev.evenhand.privacy;
