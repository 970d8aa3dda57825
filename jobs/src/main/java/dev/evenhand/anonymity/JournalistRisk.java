package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.Digits;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * How likely an attacker finds whom a published row is about, who knows the quasi-identifiers of
 * the whole population: 1 / the rows of the population that read like it. El Emam, Dankar (2008).
 *
 * @param highest of a published row; null where nothing is published
 * @param average over published rows; also the marketer's risk. Dankar, El Emam (2010)
 * @param shareAbove the share of published rows whose risk is above the threshold
 */
public record JournalistRisk(Double highest, Double average, Double shareAbove) {

  /**
   * An aggregate over classes.
   *
   * @param rows of the population in a class
   * @param published how many of them are published
   */
  static Column column(Column rows, Column published) {
    Column risk = lit(1.0).divide(rows);
    Column all = when(sum(published).gt(0), sum(published));
    Column above = when(risk.gt(Outcome.HIGH_RISK), published).otherwise(0);
    return struct(
        max(when(published.gt(0), risk)).as("highest"),
        sum(published.multiply(risk)).divide(all).as("average"),
        sum(above).divide(all).as("share_above"));
  }

  static JournalistRisk of(Row found) {
    Double average = number(found, 1);
    return new JournalistRisk(
        number(found, 0), average == null ? null : Digits.rounded(average), number(found, 2));
  }

  private static Double number(Row found, int at) {
    return found.isNullAt(at) ? null : Double.valueOf(found.getDouble(at));
  }
}
