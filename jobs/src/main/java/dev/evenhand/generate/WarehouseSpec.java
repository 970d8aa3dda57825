package dev.evenhand.generate;

import dev.evenhand.base.DataProblem;

/**
 * What sample warehouse to make: its size, seed, place and planted bias.
 *
 * @param rows sales lines, bad ones included; everything else scales with them
 * @param seed the same seed and rows give the same files
 * @param out a folder on any Hadoop file system
 */
public record WarehouseSpec(
    long rows, long seed, String out, PlantedBias bias, Packing packing, Future future) {

  /** How the sales files are packed. */
  public enum Packing {
    PLAIN,
    GZIP
  }

  /** Whether rows that only the future knows are planted, to try the point-in-time joins. */
  public enum Future {
    HIDDEN,
    LEAKED
  }

  static final long SMALLEST = 1_000;
  static final long LARGEST = 10_000_000_000L;

  private static final int ACTIVITY_SLOTS = Customers.ACTIVITY_SLOTS;
  private static final long LINES_A_CUSTOMER = 25;
  private static final long LINES_A_BAD_ONE = 4_000;
  private static final long LINES_A_FILE = 500_000;
  private static final long LINES_A_PRODUCT = 500;

  public WarehouseSpec {
    if (rows < SMALLEST || rows > LARGEST) {
      throw new DataProblem(
          "--rows must be from %,d to %,d sales lines, was %,d".formatted(SMALLEST, LARGEST, rows));
    }
    if (out == null || out.isBlank()) {
      throw new DataProblem("--out must name a folder for the sample warehouse, was empty");
    }
  }

  /** The planted bias of the demo, gzipped sales, nothing from the future. */
  public WarehouseSpec(long rows, long seed, String out) {
    this(rows, seed, out, PlantedBias.OF_THE_DEMO, Packing.GZIP, Future.HIDDEN);
  }

  public WarehouseSpec packed(Packing how) {
    return new WarehouseSpec(rows, seed, out, bias, how, future);
  }

  public WarehouseSpec with(Future leak) {
    return new WarehouseSpec(rows, seed, out, bias, packing, leak);
  }

  public WarehouseSpec with(PlantedBias other) {
    return new WarehouseSpec(rows, seed, out, other, packing, future);
  }

  boolean hasLeak() {
    return future == Future.LEAKED;
  }

  /** A multiple of the activity slots, so that each slot holds as many customers. */
  long customers() {
    return ACTIVITY_SLOTS * Math.max(5, rows / (LINES_A_CUSTOMER * ACTIVITY_SLOTS));
  }

  /** As many products in each category. */
  long productsACategory() {
    long products = Math.min(24_000, Math.max(120, rows / LINES_A_PRODUCT));
    return products / Products.CATEGORIES.length;
  }

  /** As many lines for each reason. */
  long badLines() {
    int reasons = BadLines.Reason.values().length;
    return reasons * Math.max(1, rows / (LINES_A_BAD_ONE * reasons));
  }

  /** Depends on the rows alone, so that cores don't change the files. */
  int salesFiles() {
    return (int) Math.max(2, (rows + LINES_A_FILE - 1) / LINES_A_FILE);
  }
}
