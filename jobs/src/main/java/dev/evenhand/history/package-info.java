/**
 * Values that change over time: which one was in force at a moment.
 *
 * <p>A method: names of columns from {@code lake.table}, no lake.
 */
package dev.evenhand.history;
