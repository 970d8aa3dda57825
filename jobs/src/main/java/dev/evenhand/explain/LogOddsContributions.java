package dev.evenhand.explain;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.map_values;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.transform_values;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.attribution.ShapleyValues;
import dev.evenhand.vector.FeatureStages;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Contributions of features to the log-odds of a model: its interventional Shapley values against
 * the training rows. They add up to margin minus base, base the mean log-odds there.
 *
 * @param perMargin log-odds of a unit of MLlib's margin: 2 of boosted trees
 */
record LogOddsContributions(Transformer model, double perMargin) {
  static final String MARGIN = "margin_of_model";
  static final String BASE = "base_of_model";
  static final String CONTRIBUTIONS = "contributions_of_features";
  static final String REASONS = "strongest_features";
  private static final String VECTOR = "vector_of_contributions";
  private static final int REASONS_SHOWN = 5;

  /** Of the stage that scores the vector; empty if its score has no log-odds or no exact values. */
  static Optional<LogOddsContributions> of(List<Transformer> stages) {
    return stages.stream()
        .filter(LogOddsContributions::scoresTheVector)
        .findFirst()
        .map(stage -> new LogOddsContributions(stage, isBoosted(stage) ? 2 : 1));
  }

  private static boolean scoresTheVector(Transformer stage) {
    return stage instanceof PredictionModel<?, ?> model
        && model.getFeaturesCol().equals(FeatureStages.FEATURES)
        && ShapleyValues.hasLogOdds(stage);
  }

  private static boolean isBoosted(Transformer stage) {
    return stage instanceof GBTClassificationModel;
  }

  /**
   * The rows with their margin, base, contributions by feature, and the strongest features.
   *
   * @param slots the feature that each entry of the vector stands for
   */
  Dataset<Row> of(Dataset<Row> rows, Dataset<Row> training, List<String> slots) {
    Dataset<Row> explained =
        ShapleyValues.interventional(model, training, FeatureStages.FEATURES)
            .setPlayers(slots.toArray(String[]::new))
            .setContributionsCol(VECTOR)
            .setBaseCol(BASE)
            .transform(rows);
    Column byFeature =
        transform_values(
            ShapleyValues.byPlayer(explained, VECTOR), (name, value) -> value.multiply(perMargin));
    Column sum =
        aggregate(map_values(col(CONTRIBUTIONS)), col(BASE), (total, value) -> total.plus(value));
    return explained
        .withColumn(BASE, col(BASE).multiply(lit(perMargin)))
        .withColumn(CONTRIBUTIONS, byFeature)
        .withColumn(MARGIN, sum)
        .withColumn(REASONS, reasons());
  }

  private static Column reasons() {
    Column strongestFirst =
        array_sort(
            map_entries(col(CONTRIBUTIONS)),
            (a, b) ->
                when(strength(a).gt(strength(b)), -1)
                    .when(strength(a).lt(strength(b)), 1)
                    .when(a.getField("key").lt(b.getField("key")), -1)
                    .otherwise(1));
    return transform(slice(strongestFirst, 1, REASONS_SHOWN), entry -> entry.getField("key"));
  }

  private static Column strength(Column entry) {
    return abs(entry.getField("value"));
  }
}
