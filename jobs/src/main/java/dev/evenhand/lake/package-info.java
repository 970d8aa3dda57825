/**
 * The lakehouse: contracts, and the only code that reads and writes Delta.
 *
 * <p>Start with {@link dev.evenhand.lake.Lake}; the tables themselves are in {@code lake.table}.
 */
package dev.evenhand.lake;
