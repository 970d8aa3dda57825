package dev.evenhand.rights;

import static org.apache.spark.sql.functions.octet_length;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * What must stand nowhere: subject keys, at any place; and whole values, such as the number of an
 * order, where they are a value of their own: in quotes, or with their length before them as in
 * Parquet.
 */
final class Traces implements Serializable {
  /** In bytes of UTF-8; a shorter value is found everywhere, by chance. */
  private static final int SHORTEST_VALUE = 6;

  private static final long serialVersionUID = 1L;
  private static final int LENGTH_BYTES = 4;

  private final ByteSearch keys;
  private final ByteSearch values;
  private final ByteSearch all;
  private final HashSet<String> whole = new HashSet<>();

  private Traces(List<byte[]> keys, List<byte[]> values) {
    this.keys = new ByteSearch(keys);
    this.values = new ByteSearch(values);
    List<byte[]> both = new ArrayList<>(keys);
    both.addAll(values);
    this.all = new ByteSearch(both);
  }

  static Traces of(List<String> keys, List<String> values) {
    List<byte[]> patterns = new ArrayList<>();
    List<String> searched =
        values.stream().filter(value -> bytes(value).length >= SHORTEST_VALUE).toList();
    for (String value : searched) {
      byte[] text = bytes(value);
      patterns.add(
          ByteBuffer.allocate(LENGTH_BYTES + text.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(text.length)
              .put(text)
              .array());
      patterns.add(bytes('"' + value + '"'));
      patterns.add(bytes('"' + value + "\\\""));
    }
    Traces traces = new Traces(keys.stream().map(Traces::bytes).toList(), patterns);
    traces.whole.addAll(searched);
    return traces;
  }

  /** Whether a value is long enough to be looked for. */
  static Column isLongEnough(Column value) {
    return octet_length(value).geq(SHORTEST_VALUE);
  }

  /** Finds the keys alone. */
  ByteSearch keys() {
    return keys;
  }

  /** Finds the values alone. */
  ByteSearch values() {
    return values;
  }

  /** Finds both in one pass. */
  ByteSearch all() {
    return all;
  }

  /** Whether a text is a value as it stands. */
  boolean isValue(String text) {
    return whole.contains(text);
  }

  /** How many values a text is, or quotes. */
  long in(String text) {
    byte[] bytes = bytes(text);
    return (isValue(text) ? 1 : 0) + values.count(bytes, bytes.length, bytes.length);
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
