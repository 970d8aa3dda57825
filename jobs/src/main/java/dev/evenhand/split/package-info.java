/**
 * Which decisions train, which choose thresholds, and which test.
 *
 * <p>Before features, since what features learn (categories) they learn on train.
 */
package dev.evenhand.split;
