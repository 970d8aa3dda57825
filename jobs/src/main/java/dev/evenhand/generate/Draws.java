package dev.evenhand.generate;

import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.base.Sha256;
import org.apache.spark.sql.Column;

/** Random numbers as hashes of (seed, what is drawn, row): the same wherever a row is computed. */
record Draws(long seed) {
  private static final double UNIT = 0x1.0p-53;

  /** Uniform in [0, 1), 53 bits. */
  Column uniform(String what, Column row) {
    return shiftrightunsigned(hash(what, row), 11).cast("double").multiply(UNIT);
  }

  /** Uniform in 0, 1 … bound - 1. */
  Column below(long bound, String what, Column row) {
    return pmod(hash(what, row), lit(bound));
  }

  /** Whether an event of this probability happens. */
  Column happens(Column probability, String what, Column row) {
    return uniform(what, row).lt(probability);
  }

  Column happens(double probability, String what, Column row) {
    return happens(lit(probability), what, row);
  }

  Column pick(String[] values, String what, Column row) {
    return get(lit(values), below(values.length, what, row).cast("int"));
  }

  Column pick(int[] values, String what, Column row) {
    return get(lit(values), below(values.length, what, row).cast("int"));
  }

  private Column hash(String what, Column row) {
    return xxhash64(lit(salt(what)), row);
  }

  private long salt(String what) {
    return Long.parseUnsignedLong(Sha256.of(seed + ":" + what).substring(0, 16), 16);
  }
}
