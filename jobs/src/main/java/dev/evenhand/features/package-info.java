/**
 * What was known about a decision just before it was made: its features, point in time.
 *
 * <p>One walk over a subject's sales serves every window. Writes gold.features.
 */
package dev.evenhand.features;
