package dev.evenhand.rights;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What must stand nowhere: subject keys, at any place; and whole values, such as the number of an
 * order, where they are a value of their own: in quotes, or with their length before them as in
 * Parquet.
 */
final class Traces {
  /** A shorter value is found everywhere, by chance. */
  static final int SHORTEST_VALUE = 6;

  private static final int LENGTH_BYTES = 4;

  private Traces() {}

  /** Finds the keys alone. */
  static ByteSearch ofKeys(List<String> keys) {
    return new ByteSearch(keys.stream().map(Traces::bytes).toList());
  }

  static ByteSearch ofAll(List<String> keys, List<String> values) {
    List<byte[]> patterns = new ArrayList<>(keys.stream().map(Traces::bytes).toList());
    for (String value : values) {
      byte[] text = bytes(value);
      if (text.length >= SHORTEST_VALUE) {
        patterns.add(
            ByteBuffer.allocate(LENGTH_BYTES + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(text.length)
                .put(text)
                .array());
        patterns.add(bytes('"' + value + '"'));
        patterns.add(bytes('"' + value + "\\\""));
      }
    }
    return new ByteSearch(patterns);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What was found in some files. */
  record Found(
      long files,
      long bytes,
      long decodedBytes,
      long hits,
      List<String> places,
      List<String> unreadable)
      implements Serializable {
    private static final long serialVersionUID = 1L;
    static final Found NOTHING = new Found(0, 0, 0, 0, List.of(), List.of());

    /** Whether every file was read and nothing was found. */
    boolean isClean() {
      return hits == 0 && unreadable.isEmpty();
    }

    Found and(Found other) {
      return new Found(
          files + other.files,
          bytes + other.bytes,
          decodedBytes + other.decodedBytes,
          hits + other.hits,
          join(places, other.places),
          join(unreadable, other.unreadable));
    }

    private static List<String> join(List<String> one, List<String> other) {
      List<String> all = new ArrayList<>(one);
      all.addAll(other);
      return all;
    }
  }
}
