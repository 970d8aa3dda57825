package dev.evenhand.learn;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/** The Params of a stage that decides by chance, and the chance that each row draws. */
final class DrawParams implements Serializable {
  private static final long serialVersionUID = 1L;

  final Param<String> keyCol;
  final LongParam seed;
  final BooleanParam randomized;

  private final Params owner;

  DrawParams(Params owner) {
    this.owner = owner;
    keyCol = new Param<>(owner.uid(), "keyCol", "a row's stable key, from which it draws");
    seed = new LongParam(owner, "seed", "seed of the draws");
    randomized = new BooleanParam(owner, "randomized", "decide by chance between thresholds");
    owner.setDefault(seed, 17L);
    owner.setDefault(randomized, false);
  }

  boolean isRandomized() {
    return (boolean) owner.getOrDefault(randomized);
  }

  /** Says if there is no key to draw from. */
  void check(StructType schema, ScoredParams scored) {
    if (!owner.isSet(keyCol)) {
      throw new DataProblem(
          "Group thresholds: chance decides here. Set keyCol to a column with a stable key of each"
              + " row.");
    }
    scored.field(schema, keyCol);
  }

  /** A number in [0, 1) that follows from a row's key and the seed; null without a key. */
  Column draw() {
    if (!owner.isSet(keyCol)) {
      return lit(null).cast("double");
    }
    Column key = ScoredParams.named(owner.getOrDefault(keyCol)).cast("string");
    Column bits = shiftrightunsigned(xxhash64(lit((long) owner.getOrDefault(seed)), key), 11);
    return when(key.isNotNull(), bits.multiply(0x1p-53));
  }
}
