/**
 * From gold.training_set to saved, registered models.
 *
 * <p>A saved model is an MLlib pipeline from gold.features' columns to a decision.
 */
package dev.evenhand.train;
