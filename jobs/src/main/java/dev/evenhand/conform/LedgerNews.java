package dev.evenhand.conform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.table.Consents;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Those of a source's entries that the ledger does not have, each of them once.
 *
 * <p>An entry without any date gets that of the run that first reads it, so later runs know it by
 * its words. It is entered anew if it may be a new refusal: if the source has it more often than
 * then, or no longer says a grant that was later.
 *
 * @param said the usable entries of the source
 * @param earlier the ledger, as other runs wrote it
 */
record LedgerNews(Dataset<Row> said, Dataset<Row> earlier) {
  private static final List<Field> KEY =
      Consents.CONTRACT.keys().stream().map(LedgerNews::field).toList();
  private static final List<Field> WORDS =
      KEY.stream()
          .filter(field -> field != Consents.VALID_FROM && field != Consents.RECORDED_AT)
          .toList();
  private static final List<Field> USE = List.of(Consents.SUBJECT_KEY, Consents.PURPOSE);
  private static final String REST = "rest";
  private static final String OTHER = "other_";
  private static final String GONE = "gone_";
  private static final String TIMES = "times_before";
  private static final String SINCE = "dated_before";
  private static final String REVOKED = "grant_gone";

  /** If each entry has a date. */
  Dataset<Row> dated() {
    return unlike(once(), earlier);
  }

  /** If some have none; these are dated by the moment. */
  Dataset<Row> asOf(Instant moment) {
    Dataset<Row> ledger =
        earlier.filter(Consents.VALID_FROM.column().leq(lit(Timestamp.from(moment))));
    Dataset<Row> before =
        ledger
            .filter(Consents.UNDATED.column().isNotNull())
            .groupBy(named(WORDS, OTHER))
            .agg(
                max(Consents.UNDATED.column()).as(TIMES),
                max(Consents.VALID_FROM.column()).as(SINCE));
    Dataset<Row> gone =
        unlike(ledger.filter(Consents.STATUS.column().equalTo(Consents.GRANTED)), once())
            .groupBy(named(USE, GONE))
            .agg(max(Consents.VALID_FROM.column()).as(REVOKED));
    Dataset<Row> known =
        before
            .join(gone, isSame(USE, OTHER, GONE), "left_outer")
            .filter(coalesce(col(REVOKED).lt(col(SINCE)), lit(true)));
    Column isKnown = isSame(WORDS, "", OTHER).and(Consents.UNDATED.column().leq(col(TIMES)));
    return dated().join(known, isKnown, "left_anti");
  }

  /** What differs beside the key is told by the greatest, so that each run tells the same. */
  private Dataset<Row> once() {
    Column rest = max(struct(Consents.LAWFUL_BASIS.column(), Consents.SOURCE.column()));
    return said.groupBy(
            Stream.concat(Stream.of(Consents.SUBJECT_BUCKET), KEY.stream())
                .map(Field::column)
                .toArray(Column[]::new))
        .agg(rest.as(REST), sum(Consents.UNDATED.column()).as(Consents.UNDATED.name()))
        .withColumn(Consents.LAWFUL_BASIS.name(), col(REST).getField(Consents.LAWFUL_BASIS.name()))
        .withColumn(Consents.SOURCE.name(), col(REST).getField(Consents.SOURCE.name()))
        .drop(REST);
  }

  private static Dataset<Row> unlike(Dataset<Row> entries, Dataset<Row> others) {
    return entries.join(others.select(named(KEY, OTHER)), isSame(KEY, "", OTHER), "left_anti");
  }

  private static Column isSame(List<Field> fields, String one, String other) {
    return fields.stream()
        .map(field -> col(one + field.name()).eqNullSafe(col(other + field.name())))
        .reduce(lit(true), Column::and);
  }

  private static Column[] named(List<Field> fields, String prefix) {
    return fields.stream()
        .map(field -> field.column().as(prefix + field.name()))
        .toArray(Column[]::new);
  }

  private static Field field(String name) {
    return Consents.CONTRACT.fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
