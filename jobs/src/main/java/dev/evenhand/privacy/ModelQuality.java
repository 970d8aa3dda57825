package dev.evenhand.privacy;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.anonymity.AnonymizerModel;
import dev.evenhand.base.SideBySide;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.learn.FairLogisticRegression;
import dev.evenhand.learn.FairLogisticRegressionModel;
import dev.evenhand.vector.FeatureStages;
import dev.evenhand.vector.QuasiColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What anonymization costs a model: logistic regression learned from the training rows as they were
 * and as they are now, on validation rows that pass through the same cuts; as ARX's classification
 * performance, with a held-out split in place of folds.
 *
 * @param train the training rows with the anonymizer's inputs
 * @param kept the training rows in the maps that models see
 * @param validation raw
 */
record ModelQuality(
    QuasiColumns quasi,
    AnonymizerModel anonymizer,
    Dataset<Row> train,
    Dataset<Row> kept,
    Dataset<Row> validation) {
  private static final String LABEL = UsableDecisions.LABEL.name();
  private static final double PENALTY = 0.01;

  /** Accuracy at a score of 0.5, and ROC AUC, before and after; none without both labels. */
  List<FigureRow> figures() {
    List<FigureRow> figures = new ArrayList<>();
    Row labels = validation.agg(avg(LABEL), count(col(LABEL))).head();
    String reason = undefined(labels);
    if (reason != null) {
      for (String metric : List.of("model_accuracy", "model_roc_auc")) {
        figures.add(figure(metric, Measures.BEFORE).because(Measures.UNDEFINED, reason));
        figures.add(figure(metric, Measures.AFTER).because(Measures.UNDEFINED, reason));
      }
      return figures;
    }
    double positives = labels.getDouble(0);
    figures.add(
        figure("model_accuracy", Measures.BEFORE)
            .statistic("majority")
            .value(Math.max(positives, 1 - positives)));
    Dataset<Row> generalized = anonymizer.transform(quasi.stage().transform(validation));
    Dataset<Row> anonymous = quasi.outOfMaps(kept, anonymizer);
    SideBySide.of(
            2,
            List.<Callable<List<FigureRow>>>of(
                () -> learned(Measures.BEFORE, train, Optional.empty(), validation),
                () -> learned(Measures.AFTER, anonymous, Optional.of(quasi), generalized)))
        .forEach(figures::addAll);
    return figures;
  }

  private String undefined(Row labels) {
    if (labels.getLong(1) == 0) {
      return "no validation row has a label";
    }
    Row found = kept.agg(avg(LABEL)).head();
    boolean isOneLabel =
        found.isNullAt(0)
            || found.getDouble(0) == 0
            || found.getDouble(0) == 1
            || labels.getDouble(0) == 0
            || labels.getDouble(0) == 1;
    return isOneLabel ? "training or validation rows have one label only" : null;
  }

  private static List<FigureRow> learned(
      String dataset, Dataset<Row> train, Optional<QuasiColumns> quasi, Dataset<Row> validation) {
    PipelineModel stages =
        new Pipeline()
            .setStages(new FeatureStages(train, quasi).stages().toArray(PipelineStage[]::new))
            .fit(train);
    FairLogisticRegressionModel model =
        new FairLogisticRegression()
            .setConstraint("none")
            .setRegParam(PENALTY)
            .setFeaturesCol(FeatureStages.FEATURES)
            .setLabelCol(LABEL)
            .fit(stages.transform(train));
    Dataset<Row> scored =
        model
            .transform(stages.transform(validation.filter(col(LABEL).isNotNull())))
            .select(
                col(model.getPredictionCol()),
                col(model.getRawPredictionCol()),
                col(LABEL).cast("double").as(LABEL))
            .cache();
    double accuracy =
        scored
            .agg(avg(when(col(model.getPredictionCol()).equalTo(col(LABEL)), 1).otherwise(0)))
            .head()
            .getDouble(0);
    double auc =
        new BinaryClassificationEvaluator()
            .setNumBins(0)
            .setLabelCol(LABEL)
            .setRawPredictionCol(model.getRawPredictionCol())
            .evaluate(scored);
    scored.unpersist();
    return List.of(
        figure("model_accuracy", dataset).value(accuracy),
        figure("model_roc_auc", dataset).value(auc));
  }

  private static FigureRow figure(String metric, String dataset) {
    return FigureRow.of(metric).dataset(dataset).split("validation");
  }
}
