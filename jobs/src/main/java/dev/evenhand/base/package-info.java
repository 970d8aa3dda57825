/**
 * What every package may use: problems an operator can fix, hashes, canonical text.
 *
 * <p>The floor of the house: the JDK only, no Spark.
 */
package dev.evenhand.base;
