package dev.evenhand.job;

/**
 * Rows a step read and wrote, and what it wants to say on the console in a few words.
 *
 * @param note what happened to the rest, for example {@code 12 quarantined}; may be empty
 */
public record RowCounts(long rowsIn, long rowsOut, String note) {
  public static RowCounts of(long rowsIn, long rowsOut) {
    return new RowCounts(rowsIn, rowsOut, "");
  }
}
