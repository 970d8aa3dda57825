package dev.evenhand.explain;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.lake.table.Explanations;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Column;

/**
 * What a decision's reasons are in one language, for three readers, as column expressions.
 *
 * <p>The customer and the sales representative hear what counted towards the decision that was
 * made, the strongest first; the reviewer hears the strongest, whichever way they count.
 *
 * @param averages of the features on the training rows, by name
 */
record Sentences(Vocabulary words, ValueTexts values, Map<String, Double> averages) {
  private static final int MAIN_REASONS = 4;
  private static final int OTHER_SIDE = 2;
  private static final int SALES_REASONS = 3;
  private static final int REVIEWED = 8;
  private static final int EFFECT_DECIMALS = 3;
  private static final String OTHER = "history.other.name";

  Sentences(Vocabulary words, Map<String, Double> averages) {
    this(words, new ValueTexts(words), averages);
  }

  /**
   * The columns that a row has.
   *
   * @param strongest by {@link Strongest}
   * @param decision 1 selected, 0 not
   */
  record Told(Column strongest, Column decision, Column numbers, Column categories) {
    Column isSelected() {
      return decision.equalTo(1);
    }

    Column towards(int most) {
      return slice(
          filter(strongest, entry -> Strongest.contribution(entry).gt(0).equalTo(isSelected())),
          1,
          most);
    }

    Column away(int most) {
      return slice(
          filter(strongest, entry -> Strongest.contribution(entry).gt(0).notEqual(isSelected())),
          1,
          most);
    }
  }

  /** A struct as {@link Explanations#SENTENCES} has it. */
  Column of(Told told, Column recourse) {
    return struct(
        customer(told).as(Explanations.CUSTOMER),
        transform(worded(told.away(OTHER_SIDE), told), word -> toCustomer(word))
            .as(Explanations.OTHER_SIDE),
        salesRepresentative(told).as(Explanations.SALES_REPRESENTATIVE),
        reviewer(told).as(Explanations.REVIEWER),
        recourse.as(Explanations.CHANGES));
  }

  private Column customer(Told told) {
    Column main = told.towards(MAIN_REASONS);
    return when(size(main).equalTo(0), array(lit(text("customer.none"))))
        .otherwise(transform(worded(main, told), word -> toCustomer(word)));
  }

  private Column toCustomer(Column word) {
    return chosen(word, "customer.in_favour", "customer.against");
  }

  private Column salesRepresentative(Told told) {
    Column main = told.towards(SALES_REASONS);
    String reason = "sales_representative.reason";
    Column reasons =
        array_join(transform(worded(main, told), word -> chosen(word, reason, reason)), "; ");
    return when(
            size(main).equalTo(0),
            when(told.isSelected(), text("sales_representative.selected_by_none"))
                .otherwise(text("sales_representative.not_selected_by_none")))
        .otherwise(
            when(told.isSelected(), filled("sales_representative.selected", reasons))
                .otherwise(filled("sales_representative.not_selected", reasons)));
  }

  private Column filled(String key, Column reasons) {
    return Texts.filled(text(key), Map.of("reasons", reasons));
  }

  private Column reviewer(Told told) {
    Column reviewed = slice(told.strongest(), 1, REVIEWED);
    return when(size(reviewed).equalTo(0), array(lit(text("reviewer.none"))))
        .otherwise(
            transform(
                worded(reviewed, told),
                word -> chosen(word, "reviewer.raises", "reviewer.lowers")));
  }

  /** Entries with what sentences say of them; first what each takes part in, then the words. */
  private Column worded(Column entries, Told told) {
    Column valued =
        transform(
            entries,
            (entry, place) -> {
              Column feature = Strongest.feature(entry);
              Column number = element_at(told.numbers(), feature);
              Column category = element_at(told.categories(), feature);
              return struct(
                  feature.as("feature"),
                  Strongest.contribution(entry).as("contribution"),
                  place.plus(1).cast("string").as("rank"),
                  values.of(feature, number, category).as("plain"),
                  values.side(feature, number, Texts.constant(averages)).as("side"));
            });
    return transform(valued, entry -> word(entry));
  }

  private Column word(Column valued) {
    Column feature = valued.getField("feature");
    Column plain = valued.getField("plain");
    Column side = valued.getField("side");
    Column contribution = valued.getField("contribution");
    return struct(
        contribution.gt(0).as("is_for"),
        coalesce(element_at(Texts.byFeature(words, FeatureWord::isUntold), feature), lit(true))
            .as("is_untold"), // what nobody knows may be anything
        feature.as("feature"),
        name(feature).as("name"),
        named(feature, FeatureWord::capitalName, FeatureWord.capital(text(OTHER))).as("Capital"),
        when(side.equalTo(1), Texts.filled(text("units.above_average"), Map.of("value", plain)))
            .when(
                side.equalTo(-1), Texts.filled(text("units.below_average"), Map.of("value", plain)))
            .otherwise(plain)
            .as("value"),
        values.plain(round(abs(contribution), EFFECT_DECIMALS)).as("effect"),
        valued.getField("rank").as("rank"));
  }

  /** One of two sentences by the direction, each with its form for a value that isn't told. */
  private Column chosen(Column word, String isFor, String isAgainst) {
    Column untold =
        when(word.getField("is_for"), said(word, isFor + "_untold"))
            .otherwise(said(word, isAgainst + "_untold"));
    return when(word.getField("is_untold"), untold)
        .when(word.getField("is_for"), said(word, isFor))
        .otherwise(said(word, isAgainst));
  }

  private Column said(Column word, String key) {
    return Texts.filled(
        text(key),
        Map.of(
            "feature", word.getField("feature"),
            "name", word.getField("name"),
            "Name", word.getField("Capital"),
            "value", word.getField("value"),
            "effect", word.getField("effect"),
            "rank", word.getField("rank")));
  }

  Column name(Column feature) {
    return named(feature, FeatureWord::name, text(OTHER));
  }

  /** Never null: a feature without words is called as it is written. */
  private Column named(Column feature, Function<FeatureWord, String> name, String other) {
    Column plain = Texts.filled(other, Map.of("entry", translate(feature, "_", " ")));
    return coalesce(element_at(Texts.byFeature(words, name), feature), plain);
  }

  private String text(String key) {
    return words.phrases().text(key);
  }
}
