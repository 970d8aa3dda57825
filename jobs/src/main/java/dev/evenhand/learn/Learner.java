package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.FMClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.FMRegressor;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Any estimator of MLlib that learns from features, label and weight. */
final class Learner {
  static final String LABEL = "evenhand_label";
  static final String WEIGHT = "evenhand_weight";

  private final Estimator<?> estimator;
  private Transformer last;

  private Learner(Estimator<?> estimator) {
    this.estimator = estimator;
  }

  static Learner of(Estimator<?> estimator) {
    if (estimator == null) {
      throw new DataProblem("No estimator to train: name one with setEstimator.");
    }
    for (String name : List.of("featuresCol", "labelCol", "predictionCol", "weightCol")) {
      if (!estimator.hasParam(name)) {
        throw new DataProblem(
            estimator.getClass().getSimpleName()
                + " has no "
                + name
                + ". A reduction needs an estimator of features, label and weight.");
      }
    }
    if (estimator instanceof FMClassifier || estimator instanceof FMRegressor) {
      throw new DataProblem(
          estimator.getClass().getSimpleName()
              + " leaves weights out of account. A reduction needs an estimator that learns by them.");
    }
    Estimator<?> copy = estimator.copy(ParamMap.empty());
    set(copy, "labelCol", LABEL);
    set(copy, "weightCol", WEIGHT);
    return new Learner(copy);
  }

  @SuppressWarnings("unchecked")
  private static void set(Estimator<?> stage, String name, String value) {
    stage.set((Param<String>) (Param<?>) stage.getParam(name), value);
  }

  private Object value(String name) {
    return estimator.getOrDefault(estimator.getParam(name));
  }

  String features() {
    return (String) value("featuresCol");
  }

  /** The columns of a table that the estimator reads, label and weight aside. */
  List<String> columns(Dataset<?> dataset) {
    Set<String> columns = new LinkedHashSet<>(List.of(features()));
    Set<String> present = new LinkedHashSet<>(Arrays.asList(dataset.columns()));
    for (Param<?> param : estimator.params()) {
      boolean isOutput = param.name().matches("(?i).*(prediction|probability|leaf|link).*");
      if (param.name().endsWith("Col") && !isOutput && estimator.isDefined(param)) {
        Object value = value(param.name());
        if (value instanceof String name && present.contains(name)) {
          columns.add(name);
        }
      }
    }
    return List.copyOf(columns);
  }

  /** Fits rows with columns {@link #LABEL} and {@link #WEIGHT}, from the last model if it can. */
  Transformer fit(Dataset<Row> rows) {
    if (estimator instanceof LogisticRegression regression
        && last instanceof LogisticRegressionModel model) {
      regression.setInitialModel(model);
    }
    last = estimator.fit(rows);
    return last;
  }
}
