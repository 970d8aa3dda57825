/**
 * The pipeline file: what one pipeline reads, keeps, trains, measures and promises.
 *
 * <p>Immutable records that check themselves, and a strict loader that reports every problem of a
 * file at once, each with its line and column. Needs no Spark.
 */
package dev.evenhand.config;
