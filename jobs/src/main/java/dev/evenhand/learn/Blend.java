package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Predictors whose scores are added on the scale of {@link Scores}: most often one; of several
 * logistic regressions, again a logistic regression, of their mean coefficients.
 */
record Blend(List<Transformer> models, List<Double> weights) {
  static Blend of(Transformer model) {
    return new Blend(List.of(model), List.of(1.0));
  }

  Scores.Kind kind() {
    return Scores.kind(models.get(0));
  }

  /** Adds the sum as a column of that name. */
  Dataset<Row> with(Dataset<Row> rows, String name) {
    Dataset<Row> scored = rows;
    String[] names = new String[models.size()];
    Column sum = null;
    for (int i = 0; i < names.length; i++) {
      names[i] = name + "_" + i;
      Scores.Kind kind = Scores.kind(models.get(i));
      scored = Scores.with(scored, models.get(i), kind, names[i]);
      Column term = Scores.scaled(kind, col(names[i]));
      term = weights.get(i) == 1 ? term : term.multiply(weights.get(i));
      sum = sum == null ? term : sum.plus(term);
    }
    return scored.withColumn(name, sum).drop(names);
  }
}
