/**
 * Why a decision came out so: contributions of features to the scores of linear models and boosted
 * trees.
 *
 * <p>Reads saved models and gold.features, writes gold.explanations.
 */
package dev.evenhand.explain;
