package dev.evenhand.lake;

/**
 * A place where a test may kill the process, to show that a run survives it.
 *
 * <p>{@code -Devenhand.failpoint="wrote gold.features"} halts the JVM at that place, as {@code kill
 * -9} would: no shutdown hook runs, no lease is released.
 */
public final class Failpoint {
  private static final int KILLED = 137;

  private Failpoint() {}

  public static void reached(String place) {
    if (place.equals(System.getProperty("evenhand.failpoint"))) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
