package dev.evenhand.anonymity;

import java.io.Serializable;

/**
 * What the rows of every class must fulfil beside their number.
 *
 * <p>It must hold for the union of two classes for which it holds, so that cutting can stop where
 * it would fail.
 */
public interface Requirement extends Serializable {

  /** The test for a table whose rows have these sensitive values. */
  ClassTest over(SensitiveValues all);

  /** What it comes to in the classes of the published table, as columns over their counts. */
  WorstClass recounted(ClassCounts classes);

  /** Whether a class with so many rows of each sensitive value (by its number) may be published. */
  @FunctionalInterface
  interface ClassTest {
    boolean passes(long[] rowsByValue, long rows);
  }
}
