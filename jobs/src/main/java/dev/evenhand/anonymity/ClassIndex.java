package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * The classes of the tuples that cuts were fitted on, by two hashes of the tuple, 96 bits together:
 * a row costs one look instead of a walk. Tuples that share both are left out, and go the long way.
 *
 * <p>It knows rare tuples by their hashes, so it lives as long as the process and is never saved.
 */
final class ClassIndex implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int FREE = -2;
  private static final int SHARED = -3;

  /** Two each: one hash; then the other and the class. Beside each other, they cost one look. */
  private final long[] places;

  private ClassIndex(int size) {
    places = new long[2 * Integer.highestOneBit(Math.max(2, size + size / 2)) << 1];
    Arrays.setAll(places, i -> i % 2 == 0 ? 0 : FREE);
  }

  /**
   * The hashes of tuples in canonical order.
   *
   * @param longs by {@code xxhash64}
   * @param ints by {@code hash}
   */
  record Hashes(long[] longs, int[] ints) {
    static Column first(Column... hashed) {
      return xxhash64(hashed);
    }

    static Column second(Column... hashed) {
      return hash(hashed);
    }
  }

  /**
   * @param classes of each tuple; -1 where there is none
   */
  static ClassIndex of(Hashes hashes, int[] classes) {
    ClassIndex index = new ClassIndex(classes.length);
    for (int tuple = 0; tuple < classes.length; tuple++) {
      index.put(hashes.longs()[tuple], hashes.ints()[tuple], classes[tuple]);
    }
    return index;
  }

  private void put(long one, int other, int number) {
    int at = place(one, other);
    places[at] = one;
    places[at + 1] = entry(other, isFree(at) ? number : SHARED);
  }

  private static long entry(int other, int number) {
    return (long) other << Integer.SIZE | Integer.toUnsignedLong(number);
  }

  private boolean isFree(int at) {
    return (int) places[at + 1] == FREE;
  }

  /** Where the hashes stand, or could. */
  private int place(long one, int other) {
    int mask = places.length - 1;
    int at = (int) one << 1 & mask;
    while (!isFree(at) && (places[at] != one || (int) (places[at + 1] >>> Integer.SIZE) != other)) {
      at = at + 2 & mask;
    }
    return at;
  }

  /** The class; -1 where there is none, null where the tuple is not known. */
  Integer find(long one, int other) {
    int found = (int) places[place(one, other) + 1];
    return found <= FREE ? null : (Integer) found;
  }

  /** The class of each row, what is not known by another column. */
  static Column classNumber(Broadcast<ClassIndex> index, Column[] hashed, Column otherwise) {
    UDF2<Long, Integer, Integer> find = (one, other) -> index.value().find(one, other);
    Column known =
        udf(find, DataTypes.IntegerType).apply(Hashes.first(hashed), Hashes.second(hashed));
    return coalesce(known, otherwise);
  }
}
