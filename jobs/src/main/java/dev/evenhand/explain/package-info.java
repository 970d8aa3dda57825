/**
 * Why a decision came out so: contributions of features to the score of linear models.
 *
 * <p>Reads saved models and gold.features, writes gold.explanations.
 */
package dev.evenhand.explain;
