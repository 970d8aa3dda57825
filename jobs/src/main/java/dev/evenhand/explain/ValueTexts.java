package dev.evenhand.explain;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.config.MeasureUnit;
import java.util.List;
import java.util.function.BinaryOperator;
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

  /** To whole numbers: how a number, scaled to the decimals that are shown, is rounded. */
  static final BinaryOperator<Column> NEAREST = (scaled, feature) -> rint(scaled);

  /** Never null. Null and NaN are not known. */
  Column of(Column feature, Column number, Column category) {
    return coalesce(number(feature, number, NEAREST), category, lit(text("units.not_known")));
  }

  /**
   * Above (1) or below (-1) the average of the training rows; 0 where that says nothing.
   *
   * @param averages a map by feature
   */
  Column side(Column feature, Column number, Column averages) {
    Column average = element_at(averages, feature);
    return when(unit(feature).equalTo(MeasureUnit.YES_NO.name()).or(isnan(number)), 0)
        .when(number.gt(average), 1)
        .when(number.lt(average), -1)
        .otherwise(0);
  }

  /** Null for null and NaN. */
  Column number(Column feature, Column number, BinaryOperator<Column> rounding) {
    Column unit = unit(feature);
    Column written =
        concat(
            affix(feature, 0),
            written(
                when(is(unit, MeasureUnit.SHARE), number.multiply(PERCENT)).otherwise(number),
                decimals(unit, number),
                feature,
                rounding),
            affix(feature, 1));
    return when(number.isNull().or(isnan(number)), lit(null))
        .when(is(unit, MeasureUnit.YES_NO).and(number.equalTo(1)), text("units.yes"))
        .when(is(unit, MeasureUnit.YES_NO).and(number.equalTo(0)), text("units.no"))
        .when(is(unit, MeasureUnit.DAYS).and(rint(number).equalTo(1)), text("units.one_day"))
        .otherwise(written);
  }

  /** A number without a unit. */
  Column plain(Column number) {
    return written(number, usual(number), lit(""), NEAREST);
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
  private Column written(
      Column number, Column decimals, Column feature, BinaryOperator<Column> rounding) {
    Column scale = call_function("power", lit(10.0), decimals);
    Column rounded = rounding.apply(number.multiply(scale), feature).divide(scale).plus(0.0);
    return translate(
        call_function("format_number", rounded, decimals),
        ",.",
        text("thousands_mark") + text("decimal_mark"));
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
