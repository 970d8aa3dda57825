package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Marks rows while they are read and finds them again.
 *
 * <p>These are UDFs because they keep something between rows, which no column expression does. What
 * they keep only saves work: each row is judged by column expressions, both times.
 */
final class Marking {
  private Marking() {}

  /**
   * The verdict itself; on the way the places of refused rows, and of accepted rows whose subject
   * the task has not seen lately, go to the marks.
   */
  static Column noted(Column accepted, Column place, List<Column> subjects, Marks marks) {
    // A refused row must not make its subject known, so nobody asks for its subjects.
    Column isNew = subjects.stream().map(Marking::isNew).reduce(Column::or).orElse(lit(false));
    Column isInteresting = when(accepted, isNew).otherwise(lit(true));
    UDF2<Boolean, Long, Boolean> note =
        (verdict, where) -> {
          if (where != null) {
            marks.add(where);
          }
          return verdict;
        };
    Column noted =
        udf(note, DataTypes.BooleanType)
            .asNondeterministic()
            .withName("noted")
            .apply(accepted, place);
    return when(isInteresting, noted).otherwise(accepted);
  }

  /** Whether a place was marked. */
  static Column isMarked(Column place, Broadcast<Roaring64Bitmap> marks) {
    UDF1<Long, Boolean> isMarked = where -> marks.value().contains(where);
    return udf(isMarked, DataTypes.BooleanType).withName("is_marked").apply(place);
  }

  private static Column isNew(Column subject) {
    return udf(new FirstSeen(), DataTypes.BooleanType)
        .asNondeterministic()
        .withName("is_new")
        .apply(subject);
  }

  /** Remembers the latest subjects of a task in a direct-mapped table. */
  private static final class FirstSeen implements UDF1<String, Boolean> {
    private static final long serialVersionUID = 1L;
    private static final int SLOTS = 1 << 16;

    private transient String[] seen;

    @Override
    public Boolean call(String subject) {
      if (subject == null) {
        return false;
      }
      if (seen == null) {
        seen = new String[SLOTS];
      }
      int hash = subject.hashCode();
      int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
      boolean isNew = !subject.equals(seen[slot]);
      seen[slot] = subject;
      return isNew;
    }
  }
}
