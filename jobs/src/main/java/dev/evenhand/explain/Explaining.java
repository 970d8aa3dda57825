package dev.evenhand.explain;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.config.Pipeline;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.vector.SavedModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Explains decisions model after model, in numbers and in words.
 *
 * @param vectors of training and test rows
 */
record Explaining(
    Pipeline pipeline, Dataset<Row> vectors, Averages.Known known, List<Phrases> languages) {
  /** The row's own numbers, as they were known; null on training rows. */
  static final String NUMBERS = "numbers_known";

  /** Its own categories. */
  static final String CATEGORIES = "categories_known";

  private static final String STRONGEST = "strongest_first";
  private static final int CODES = 5;

  /** A model and its explanations in numbers. */
  record Explained(
      String model, LogOddsContributions by, List<String> slots, Dataset<Row> rows, Explaining of) {
    /** The contributions of a part of the rows, reckoned anew against shuffled training rows. */
    Dataset<Row> again(Dataset<Row> part, int partitions) {
      return by.of(part, of.training().repartition(partitions), slots)
          .select(
              Explanations.DECISION_ID.column(),
              col(LogOddsContributions.CONTRIBUTIONS).as(Explanations.CONTRIBUTIONS.name()));
    }
  }

  Dataset<Row> training() {
    return vectors.filter(Splits.SPLIT.column().equalTo("train"));
  }

  Dataset<Row> test() {
    return vectors.filter(Splits.SPLIT.column().equalTo("test"));
  }

  /** What letters of this run need beside its rows. */
  LetterWords words() {
    return LetterWords.of(pipeline, vocabularies());
  }

  private List<Vocabulary> vocabularies() {
    return languages.stream()
        .map(phrases -> Vocabulary.of(phrases, pipeline, new TreeSet<>(known.names())))
        .toList();
  }

  /** Explains one model; empty if its score has no log-odds or no exact contributions. */
  Optional<Explained> of(String model, List<Transformer> stages, List<String> slots) {
    return LogOddsContributions.of(stages)
        .map(by -> new Explained(model, by, slots, rows(model, by, stages, slots), this));
  }

  private Dataset<Row> rows(
      String model, LogOddsContributions by, List<Transformer> stages, List<String> slots) {
    List<Transformer> after = stages.subList(stages.indexOf(by.model()) + 1, stages.size());
    Dataset<Row> decided =
        SavedModels.through(after, by.of(test(), training(), slots))
            .withColumn(Explanations.DECISION.name(), Predictions.DECISION.column());
    Dataset<Row> suggested =
        pipeline
            .explaining()
            .recourse()
            .map(
                rules -> {
                  Changeable changeable =
                      Changeable.of(rules, slots, vectors.schema(), decimalPlaces());
                  return new Suggestions(rules, changeable)
                      .with(decided, training(), by.model(), after, slots);
                })
            .orElseGet(() -> Suggestions.without(decided));
    return suggested.select(
        lit(model).as(Explanations.MODEL.name()),
        Explanations.DECISION_ID.column(),
        col(LogOddsContributions.MARGIN).as(Explanations.MARGIN.name()),
        col(LogOddsContributions.BASE).as(Explanations.BASE.name()),
        col(LogOddsContributions.CONTRIBUTIONS).as(Explanations.CONTRIBUTIONS.name()),
        col(LogOddsContributions.REASONS).as(Explanations.REASONS.name()),
        Explanations.DECISION.column(),
        Explanations.RECOURSE_STATUS.column(),
        Explanations.RECOURSE.column(),
        col(NUMBERS),
        col(CATEGORIES));
  }

  /** Of features that are numbers, how exactly values are told: in every language alike. */
  private Map<String, Double> decimalPlaces() {
    Vocabulary words = vocabularies().get(0);
    Map<String, Double> places = new TreeMap<>();
    known
        .averages()
        .forEach(
            (feature, average) ->
                places.put(feature, ValueTexts.place(words.word(feature).unit(), average)));
    return places;
  }

  /** Explained rows, of all models together, with their reasons in words. */
  Dataset<Row> told(Dataset<Row> explained) {
    return explained
        .withColumn(STRONGEST, Strongest.first(Explanations.CONTRIBUTIONS.column()))
        .withColumns(
            Map.of(
                Explanations.REASON_CODES.name(), codes(),
                Explanations.SENTENCES.name(), sentences()));
  }

  private static Column codes() {
    return transform(
        slice(col(STRONGEST), 1, CODES),
        entry ->
            concat(
                Strongest.feature(entry),
                when(Strongest.contribution(entry).gt(0), ":for").otherwise(":against")));
  }

  private Column sentences() {
    Sentences.Told told =
        new Sentences.Told(
            col(STRONGEST), Explanations.DECISION.column(), col(NUMBERS), col(CATEGORIES));
    List<Column> byLanguage = new ArrayList<>();
    for (Vocabulary words : vocabularies()) {
      Sentences sentences = new Sentences(words, known.averages());
      Column suggestions = coalesce(Suggestions.told(sentences), array().cast("array<string>"));
      byLanguage.add(lit(words.phrases().language()));
      byLanguage.add(sentences.of(told, suggestions));
    }
    return map(byLanguage.toArray(Column[]::new));
  }
}
