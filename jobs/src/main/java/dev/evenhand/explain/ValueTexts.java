package dev.evenhand.explain;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.signum;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.config.MeasureUnit;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * Values of features as people write them, in one language: rounded, with their unit. Every number
 * is written by one expression, whose parts the feature chooses, so that plans stay small.
 */
record ValueTexts(Vocabulary words) {
  private static final int PERCENT = 100;
  private static final double SMALL = 1;
  private static final int NO_DECIMALS = 0;
  private static final int SOME_DECIMALS = 2;
  private static final int MANY_DECIMALS = 3;
  private static final double HIDDEN = 1e-9;

  /** More decimals than suggestions are rounded to. */
  private static final int ALL_DECIMALS = 9;

  /** What sources write for nothing. */
  private static final List<String> NOTHING = List.of("", "null", "nan");

  /**
   * The decimal place that a number is told to: 1 for whole ones, 0.01 for two decimals; of a small
   * one its third digit.
   *
   * @param usual a usual value
   */
  static double place(MeasureUnit unit, double usual) {
    return switch (unit) {
      case DAYS, YES_NO -> 1;
      case SHARE, MONEY -> 1.0 / PERCENT;
      case NUMBER, TEXT -> {
        double places = usual == 0 ? MANY_DECIMALS : 2 - Math.floor(Math.log10(Math.abs(usual)));
        yield 1 / Math.pow(10, Math.max(SOME_DECIMALS, Math.min(ALL_DECIMALS, places)));
      }
    };
  }

  /** Never null, never empty. What is no number is not known. */
  Column of(Column feature, Column number, Column category) {
    Column known = when(not(lower(trim(category)).isin(NOTHING.toArray())), category);
    return coalesce(number(feature, number), known, lit(text("units.not_known")));
  }

  /** Of a value that would change to another: with all decimals where usual ones hide it. */
  Column before(Column feature, Column number, Column to, Column category) {
    Column unit = unit(feature);
    Column rounded = nearest(scaled(unit, number), decimals(unit, number));
    Column ahead = scaled(unit, to).minus(rounded);
    Column isHidden = ahead.multiply(signum(to.minus(number))).leq(HIDDEN);
    return coalesce(when(isHidden, exact(feature, number)), of(feature, number, category));
  }

  /**
   * Above (1) or below (-1) the average of the training rows; 0 where that says nothing.
   *
   * @param averages a map by feature
   */
  Column side(Column feature, Column number, Column averages) {
    Column average = element_at(averages, feature);
    return when(is(unit(feature), MeasureUnit.YES_NO).or(not(isNumber(number))), 0)
        .when(number.gt(average), 1)
        .when(number.lt(average), -1)
        .otherwise(0);
  }

  /** Rounded to the usual decimals; null for what is no number. */
  private Column number(Column feature, Column number) {
    Column unit = unit(feature);
    Column written = written(scaled(unit, number), decimals(unit, number));
    return with(feature, number, rint(number).equalTo(1), written);
  }

  /** With as many decimals as it has, up to nine; null for what is no number. */
  Column exact(Column feature, Column number) {
    Column unit = unit(feature);
    Column scaled = scaled(unit, number);
    Column all = call_function("format_number", scaled.plus(0.0), lit(ALL_DECIMALS));
    Column needed = regexp_replace(all, lit("\\.?0+$"), lit(""));
    Column isAmount =
        is(unit, MeasureUnit.MONEY).and(nearest(number, lit(SOME_DECIMALS)).equalTo(number));
    Column written = when(isAmount, written(number, lit(SOME_DECIMALS))).otherwise(marked(needed));
    return with(feature, number, number.equalTo(1), written);
  }

  private Column with(Column feature, Column number, Column isOne, Column written) {
    Column unit = unit(feature);
    return when(not(isNumber(number)), lit(null))
        .when(is(unit, MeasureUnit.YES_NO).and(number.equalTo(1)), text("units.yes"))
        .when(is(unit, MeasureUnit.YES_NO).and(number.equalTo(0)), text("units.no"))
        .when(is(unit, MeasureUnit.DAYS).and(isOne), text("units.one_day"))
        .otherwise(concat(affix(feature, 0), written, affix(feature, 1)));
  }

  private static Column isNumber(Column number) {
    return coalesce(abs(number).lt(Double.POSITIVE_INFINITY), lit(false)); // NaN is the largest
  }

  private static Column scaled(Column unit, Column number) {
    return when(is(unit, MeasureUnit.SHARE), number.multiply(PERCENT)).otherwise(number);
  }

  /** A number without a unit. */
  Column plain(Column number) {
    return written(number, usual(number));
  }

  private static Column decimals(Column unit, Column number) {
    return when(is(unit, MeasureUnit.DAYS).or(is(unit, MeasureUnit.SHARE)), NO_DECIMALS)
        .when(is(unit, MeasureUnit.MONEY), SOME_DECIMALS)
        .otherwise(usual(number));
  }

  /** Whole numbers as such, small ones with more decimals. */
  private static Column usual(Column number) {
    return when(number.equalTo(rint(number)), NO_DECIMALS)
        .when(abs(number).lt(SMALL), MANY_DECIMALS)
        .otherwise(SOME_DECIMALS);
  }

  /** With the language's marks; never -0. */
  private Column written(Column number, Column decimals) {
    return marked(call_function("format_number", nearest(number, decimals).plus(0.0), decimals));
  }

  private static Column nearest(Column number, Column decimals) {
    Column scale = call_function("power", lit(10.0), decimals);
    return rint(number.multiply(scale)).divide(scale);
  }

  private Column marked(Column english) {
    return translate(english, ",.", text("thousands_mark") + text("decimal_mark"));
  }

  /** What stands before (0) or after (1) the numbers of a feature. */
  private Column affix(Column feature, int which) {
    return coalesce(
        element_at(Texts.byFeature(words, word -> affixes(word.unit()).get(which)), feature),
        lit(""));
  }

  private List<String> affixes(MeasureUnit unit) {
    String around =
        switch (unit) {
          case DAYS -> text("units.days");
          case SHARE -> text("units.share");
          case MONEY ->
              words.currency().isEmpty()
                  ? "{n}"
                  : text("units.money").replace("{currency}", words.currency());
          case NUMBER, YES_NO, TEXT -> "{n}";
        };
    int place = around.indexOf("{n}");
    return place < 0
        ? List.of(around, "")
        : List.of(around.substring(0, place), around.substring(place + "{n}".length()));
  }

  private Column unit(Column feature) {
    return coalesce(
        element_at(Texts.byFeature(words, word -> word.unit().name()), feature),
        lit(MeasureUnit.NUMBER.name()));
  }

  private static Column is(Column unit, MeasureUnit which) {
    return unit.equalTo(which.name());
  }

  private String text(String key) {
    return words.phrases().text(key);
  }
}
