package dev.evenhand.explain;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.transform_values;

import dev.evenhand.attribution.ShapleyValues;
import dev.evenhand.vector.FeatureStages;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.ClassificationModel;
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
   * The rows as the model leaves them, with their margin (the model's own, so that it tells whether
   * contributions add up), base, contributions by feature, and the strongest features.
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
    Column own = vector_to_array(col(rawPrediction()), "float64").getItem(1);
    return model
        .transform(explained)
        .withColumn(BASE, col(BASE).multiply(lit(perMargin)))
        .withColumn(CONTRIBUTIONS, byFeature)
        .withColumn(MARGIN, own.multiply(lit(perMargin)))
        .withColumn(REASONS, reasons())
        .drop(((ClassificationModel<?, ?>) model).getPredictionCol());
  }

  private String rawPrediction() {
    return ((ClassificationModel<?, ?>) model).getRawPredictionCol();
  }

  private static Column reasons() {
    return transform(
        slice(Strongest.first(col(CONTRIBUTIONS)), 1, REASONS_SHOWN),
        entry -> Strongest.feature(entry));
  }
}
