package dev.evenhand.rights;

import dev.evenhand.rights.Traces.Found;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;

/** The count of one file. */
final class FileTally {
  private static final int CHUNK = 1 << 20;
  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};

  private final Traces traces;
  private long bytes;
  private long decodedBytes;
  private long hits;
  private boolean isParquet;

  FileTally(Traces traces) {
    this.traces = traces;
  }

  Traces traces() {
    return traces;
  }

  boolean isParquet() {
    return isParquet;
  }

  void add(long found) {
    hits += found;
  }

  /**
   * Searches a file as it lies there: for keys anywhere, and for values unless it has words of its
   * own beside them.
   */
  void raw(InputStream in, boolean hasWords) throws IOException {
    byte[] beginning = in.readNBytes(PARQUET.length);
    isParquet = Arrays.equals(beginning, PARQUET);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(beginning), in);
    bytes = search(whole, isParquet || hasWords ? traces.keys() : traces.all());
  }

  /** Searches a file as it lies there for values. */
  void values(InputStream in) throws IOException {
    search(in, traces.values());
  }

  void decoded(InputStream in) throws IOException {
    decodedBytes += search(in, traces.all());
  }

  void decoded(byte[] page, ByteSearch search) {
    decodedBytes += page.length;
    hits += search.count(page, page.length, page.length);
  }

  private long search(InputStream in, ByteSearch search) throws IOException {
    byte[] buffer = new byte[CHUNK + search.longest()];
    int kept = 0;
    long all = 0;
    while (true) {
      int read = in.readNBytes(buffer, kept, buffer.length - kept);
      all += read;
      int size = kept + read;
      boolean isLast = size < buffer.length;
      int end = isLast ? size : size - search.longest() + 1;
      hits += search.count(buffer, size, end);
      if (isLast) {
        return all;
      }
      kept = size - end;
      System.arraycopy(buffer, end, buffer, 0, kept);
    }
  }

  Found found(String file) {
    return new Found(
        1, bytes, decodedBytes, hits, hits == 0 ? List.of() : List.of(file), List.of());
  }

  Found unreadable(String file) {
    return new Found(
        1, bytes, decodedBytes, hits, hits == 0 ? List.of() : List.of(file), List.of(file));
  }
}
