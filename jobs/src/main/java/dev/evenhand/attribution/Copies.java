package dev.evenhand.attribution;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;

import dev.evenhand.base.Quoted;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows that equal each other, told apart by a number. What a row holds and its number are the same
 * on any partitions and in any order, so a hash of both draws rows alike, however many are equal.
 */
final class Copies {
  /** Column: how often a row comes. */
  static final String COUNT = "evenhand_copies";

  /** Column: which of its copies a row is, from 1 on. */
  static final String NUMBER = "evenhand_copy";

  private static final String FIRST = "evenhand_first_copy";
  private static final long PIECE = 10_000; // copies whose numbers are in memory at once

  private Copies() {}

  /** The distinct rows, and how often each comes. */
  static Dataset<Row> counted(Dataset<Row> rows) {
    Column[] columns =
        Arrays.stream(rows.columns()).map(name -> col(Quoted.name(name))).toArray(Column[]::new);
    return rows.groupBy(columns).agg(count(lit(1)).as(COUNT));
  }

  /** Every copy of counted rows, with its number. */
  static Dataset<Row> each(Dataset<Row> counted) {
    Column last = least(col(FIRST).plus(PIECE - 1), col(COUNT));
    return counted
        .withColumn(FIRST, explode(sequence(lit(1L), col(COUNT), lit(PIECE))))
        .withColumn(NUMBER, explode(sequence(col(FIRST), last)))
        .drop(FIRST, COUNT);
  }
}
