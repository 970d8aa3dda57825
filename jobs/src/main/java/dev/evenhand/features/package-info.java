/**
 * What was known about a decision just before it was made: its features, point in time.
 *
 * <p>One join of decisions with sales serves every window. Writes gold.features.
 */
package dev.evenhand.features;
