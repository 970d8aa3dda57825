package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The columns that a mixture adds to rows.
 *
 * @param name the name of an output column
 */
record MixtureScores(
    List<Transformer> models,
    List<MixtureModel.Part> parts,
    MixtureParams params,
    Function<Param<String>, String> name) {
  private static final String PART = "evenhand_part_";

  /** Adds the predictors' mean forecast. */
  Dataset<Row> mean(Dataset<Row> rows) {
    Dataset<Row> scored = rows;
    Column mean = lit(0.0);
    List<String> helpers = new ArrayList<>();
    for (MixtureModel.Part part : parts) {
      String helper = PART + helpers.size();
      scored = Scores.with(scored, models.get(part.model()), Scores.Kind.PREDICTION, helper);
      mean = mean.plus(col(helper).multiply(part.weight()));
      helpers.add(helper);
    }
    return scored
        .withColumn(name.apply(params.predictionCol), mean)
        .drop(helpers.toArray(String[]::new));
  }

  /** Adds the decision of the parts' blend, and its score. */
  Dataset<Row> decided(Dataset<Row> rows) {
    Blend blend =
        new Blend(
            parts.stream().map(part -> models.get(part.model())).toList(),
            parts.stream().map(MixtureModel.Part::weight).toList());
    Column place = col(PART);
    Column decision = when(place.geq(parts.get(0).cut()), 1.0).otherwise(0.0);
    Column score =
        blend.kind() == Scores.Kind.PROBABILITY
            ? lit(1.0).divide(exp(place.multiply(-1)).plus(1))
            : decision;
    return blend
        .with(rows, PART)
        .withColumn(name.apply(params.scoreCol), score)
        .withColumn(name.apply(params.chanceCol), decision)
        .withColumn(name.apply(params.predictionCol), decision)
        .drop(PART);
  }

  /**
   * Adds the share of parts that select, and the decision that a draw makes of it.
   *
   * @param draw a number in [0, 1) of each row; null for one half
   */
  Dataset<Row> drawn(Dataset<Row> rows, Column draw) {
    Dataset<Row> scored = rows;
    Column chance = lit(0.0);
    Column mean = lit(0.0);
    List<String> helpers = new ArrayList<>();
    for (MixtureModel.Part part : parts) {
      Transformer model = models.get(part.model());
      Scores.Kind kind = Scores.kind(model);
      String helper = PART + part.model();
      if (!helpers.contains(helper)) {
        scored = Scores.with(scored, model, kind, helper);
        helpers.add(helper);
      }
      Column isSelected = Scores.scaled(kind, col(helper)).geq(part.cut());
      Column decision = when(isSelected, 1.0).otherwise(0.0);
      chance = chance.plus(decision.multiply(part.weight()));
      Column score = kind == Scores.Kind.PROBABILITY ? col(helper) : decision;
      mean = mean.plus(score.multiply(part.weight()));
    }
    Column limit = draw == null ? lit(0.5) : draw;
    Column isDrawn = col(name.apply(params.chanceCol)).gt(limit);
    return scored
        .withColumn(name.apply(params.scoreCol), mean)
        .withColumn(name.apply(params.chanceCol), chance)
        .withColumn(name.apply(params.predictionCol), when(isDrawn, 1.0).otherwise(0.0))
        .drop(helpers.toArray(String[]::new));
  }
}
