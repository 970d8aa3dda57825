/**
 * The sample warehouse: seeded, distributed, of any size, with bias whose truth is written beside
 * it.
 *
 * <p>Every value is a hash of (seed, row), so any number of partitions gives the same files.
 */
package dev.evenhand.generate;
