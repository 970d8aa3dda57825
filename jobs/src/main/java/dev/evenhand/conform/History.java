package dev.evenhand.conform;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.table.Subjects;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Attributes whose source knows only today's values: what changed is kept with its moment. */
final class History {
  private static final String KNOWN_SUBJECT = "known_subject";
  private static final String KNOWN_VALUES = "known_values";
  private static final String KNOWN_SINCE = "known_since";

  private History() {}

  /**
   * The rows that say something new: subjects never seen (their values hold since ever), and
   * subjects whose values differ from the last ones known (they hold from {@code asOf}). A run for
   * a date before the last change adds nothing to that subject.
   *
   * @param current today's values, a row a subject
   * @param earlier what other runs recorded
   * @param values the columns with the values, MAPs
   */
  static Dataset<Row> news(
      Dataset<Row> current, Dataset<Row> earlier, List<Field> values, Instant asOf) {
    Column fingerprint = fingerprint(values);
    Dataset<Row> last =
        earlier
            .select(
                Subjects.SUBJECT_KEY.column().as(KNOWN_SUBJECT),
                Subjects.VALID_FROM.column(),
                fingerprint.as(KNOWN_VALUES))
            .groupBy(col(KNOWN_SUBJECT))
            .agg(
                max_by(col(KNOWN_VALUES), Subjects.VALID_FROM.column()).as(KNOWN_VALUES),
                max(Subjects.VALID_FROM.column()).as(KNOWN_SINCE));
    Column now = lit(Timestamp.from(asOf));
    Column isNew = col(KNOWN_SUBJECT).isNull();
    Column changed = fingerprint.notEqual(col(KNOWN_VALUES)).and(col(KNOWN_SINCE).lt(now));
    return current
        .join(last, Subjects.SUBJECT_KEY.column().equalTo(col(KNOWN_SUBJECT)), "left_outer")
        .filter(isNew.or(changed))
        .withColumn(Subjects.VALID_FROM.name(), when(isNew, Canonical.SINCE_EVER).otherwise(now))
        .drop(KNOWN_SUBJECT, KNOWN_VALUES, KNOWN_SINCE);
  }

  private static Column fingerprint(List<Field> values) {
    return to_json(
        struct(
            values.stream()
                .map(field -> array_sort(map_entries(field.column())).as(field.name()))
                .toArray(Column[]::new)));
  }
}
