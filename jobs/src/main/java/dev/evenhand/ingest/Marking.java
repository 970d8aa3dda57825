package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Marks rows while they are read and finds them again.
 *
 * <p>These are UDFs because they keep something between rows, which no column expression does. What
 * they keep only saves work: each row is judged by column expressions, both times.
 */
final class Marking {
  private Marking() {}

  /** The verdict itself; on the way the row is counted, and its place kept if it is refused. */
  static Column verdicts(Column accepted, Column place, Refusals refusals) {
    UDF2<Boolean, Long, Boolean> note =
        (isAccepted, where) -> {
          refusals.add(isAccepted, where);
          return isAccepted;
        };
    return udf(note, DataTypes.BooleanType)
        .asNondeterministic()
        .withName("counted")
        .apply(accepted, place);
  }

  /**
   * The verdict itself; on the way a place of each subject goes to the marks. A refused row does
   * not make its subject known.
   */
  static Column subjects(Column accepted, Column place, SourceColumn key, FirstPlaces marks) {
    UDF2<Long, Long, Boolean> note =
        (subject, where) -> {
          if (where != null) {
            marks.add(subject, where);
          }
          return true;
        };
    Column subject = xxhash64(lit(key.name()), key.column());
    return when(
            accepted.and(key.column().isNotNull()),
            udf(note, DataTypes.BooleanType)
                .asNondeterministic()
                .withName("seen")
                .apply(subject, place))
        .otherwise(accepted);
  }

  /** The verdict itself; on the way what was found in a column of free text is counted. */
  static Column findings(Column accepted, String text, Findings findings) {
    UDF2<Boolean, Seq<String>, Boolean> note =
        (isAccepted, kinds) -> {
          if (kinds != null) {
            CollectionConverters.asJava(kinds).forEach(kind -> findings.add(text, kind));
          }
          return isAccepted;
        };
    return udf(note, DataTypes.BooleanType)
        .asNondeterministic()
        .withName("found")
        .apply(accepted, FreeTexts.found(text));
  }

  /** Whether a place was marked. */
  static Column isMarked(Column place, Broadcast<Roaring64Bitmap> marks) {
    return udf(new MarkSearch(marks), DataTypes.BooleanType).withName("is_marked").apply(place);
  }
}
