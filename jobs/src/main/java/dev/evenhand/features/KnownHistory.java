package dev.evenhand.features;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Sales;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How far back a pipeline's sales reached, as it was known at any moment.
 *
 * <p>By whole UTC days of recording: at a moment, what was recorded on earlier days counts. So a
 * backfill of old sales lengthens the history of decisions after it and of none before.
 */
public record KnownHistory(List<Step> steps) {

  /**
   * Sales that reached further back than any before.
   *
   * @param recordedDay days since 1970-01-01
   * @param startMicros the first of them, microseconds since 1970
   */
  public record Step(long recordedDay, long startMicros) {}

  static final String SOLD = "_sold";
  private static final String DAY = "_recorded_day";

  public KnownHistory {
    steps = List.copyOf(steps);
  }

  /** Reads two columns of the sales; a row for each day of recording comes to the driver. */
  public static KnownHistory of(Dataset<Row> sales) {
    return ofStarts(sales.select(recordedDay(), sold().as(SOLD)));
  }

  /**
   * @param sales some sales, among them the first of each day of recording: the columns {@link
   *     #recordedDay} and {@link #SOLD}
   */
  static KnownHistory ofStarts(Dataset<Row> sales) {
    List<Row> starts = sales.groupBy(DAY).agg(min(SOLD).as(SOLD)).orderBy(DAY).collectAsList();
    List<Step> steps = new ArrayList<>();
    long earliest = Long.MAX_VALUE;
    for (Row start : starts) {
      if (start.getLong(1) < earliest) {
        earliest = start.getLong(1);
        steps.add(new Step(start.getLong(0), earliest));
      }
    }
    return new KnownHistory(steps);
  }

  /** Days from the first known sale to the decision; null before any was known. */
  Column observedDays() {
    Column decided = Decisions.DECIDED_AT.column();
    Column start = lit(null).cast("bigint");
    for (Step step : steps) {
      start = when(day(decided).gt(step.recordedDay), step.startMicros).otherwise(start);
    }
    Column micros = unix_micros(decided).minus(start);
    return when(micros.geq(0), micros.cast("double").divide((double) WindowLayout.DAY_MICROS));
  }

  static Column recordedDay() {
    return day(Sales.RECORDED_AT.column()).as(DAY);
  }

  /** Microseconds since 1970. */
  static Column sold() {
    return unix_micros(Sales.SOLD_AT.column());
  }

  /** Days since 1970-01-01 in UTC, whatever the session's time zone. */
  private static Column day(Column moment) {
    Column micros = unix_micros(moment);
    Column into = pmod(micros, lit(WindowLayout.DAY_MICROS));
    return call_function("div", micros.minus(into), lit(WindowLayout.DAY_MICROS));
  }
}
