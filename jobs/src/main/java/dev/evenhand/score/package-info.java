/**
 * Decisions about new, unlabelled rows by a model that a run trained.
 *
 * <p>Reads gold.features and govern.models, writes gold.scores.
 */
package dev.evenhand.score;
