package dev.evenhand.attribution;

import dev.evenhand.base.DataProblem;
import dev.evenhand.learn.FairLinearRegressionModel;
import dev.evenhand.learn.FairLogisticRegressionModel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.ClassificationModel;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.tree.DecisionTreeModel;
import org.apache.spark.ml.tree.LeafNode;

/**
 * The forms of MLlib's linear models and trees and of ours. Trees of a classifier: the margin is
 * MLlib's raw prediction, which is a leaf's weights by class (tree), the sum of its shares (forest)
 * or half the log-odds (GBT); the probability of tree and forest is a sum over leaves, too.
 */
record ModelForms(Scale scale, OptionalInt target) {

  /** The form of a model that must be of one of these kinds. */
  static ModelForm required(Transformer model, Scale scale, OptionalInt target) {
    return new ModelForms(scale, target)
        .of(model)
        .orElseThrow(
            () ->
                new DataProblem(
                    "No exact Shapley values for "
                        + model.getClass().getSimpleName()
                        + ": use KernelShap, which takes any model."));
  }

  /** Empty if the model is of none of these kinds. */
  Optional<ModelForm> of(Transformer model) {
    if (model instanceof ClassificationModel<?, ?> classifier) {
      int asked = target.orElse(0);
      if (asked < 0 || asked >= classifier.numClasses()) {
        throw new DataProblem(
            "targetClass is %d, but the model has classes 0 to %d. Name one of them."
                .formatted(asked, classifier.numClasses() - 1));
      }
      return classifier(model);
    }
    return regression(model);
  }

  private Optional<ModelForm> classifier(Transformer model) {
    if (model instanceof LogisticRegressionModel logistic) {
      return Optional.of(logistic(logistic));
    }
    if (model instanceof FairLogisticRegressionModel fair) {
      return Optional.of(binary(fair.coefficients(), fair.intercept(), probability(1)));
    }
    if (model instanceof LinearSVCModel svc) {
      return Optional.of(binary(svc.coefficients(), svc.intercept(), noProbability()));
    }
    if (model instanceof DecisionTreeClassificationModel tree) {
      boolean isShare = scale == Scale.PROBABILITY;
      return Optional.of(
          voted(List.of(tree), tree.numFeatures(), tree.numClasses(), isShare ? 1 : 0));
    }
    if (model instanceof RandomForestClassificationModel forest) {
      double weight = scale == Scale.PROBABILITY ? 1.0 / forest.trees().length : 1;
      List<DecisionTreeModel> trees = List.of(forest.trees());
      return Optional.of(voted(trees, forest.numFeatures(), forest.numClasses(), weight));
    }
    if (model instanceof GBTClassificationModel boosted) {
      DecisionTreeModel[] trees = boosted.trees();
      double[] weights = boosted.treeWeights();
      Link link = probability(2);
      return Optional.of(added(trees, signed(weights), boosted.numFeatures(), link));
    }
    return Optional.empty();
  }

  private Optional<ModelForm> regression(Transformer model) {
    if (model instanceof LinearRegressionModel linear) {
      return Optional.of(plain(linear.coefficients(), linear.intercept()));
    }
    if (model instanceof FairLinearRegressionModel fair) {
      return Optional.of(plain(fair.coefficients(), fair.intercept()));
    }
    if (model instanceof DecisionTreeRegressionModel tree) {
      DecisionTreeModel[] trees = {tree};
      return Optional.of(added(trees, new double[] {1}, tree.numFeatures(), noProbability()));
    }
    if (model instanceof RandomForestRegressionModel forest) {
      DecisionTreeModel[] trees = forest.trees();
      double[] weights = new double[trees.length];
      Arrays.fill(weights, 1.0 / trees.length);
      return Optional.of(added(trees, weights, forest.numFeatures(), noProbability()));
    }
    if (model instanceof GBTRegressionModel boosted) {
      DecisionTreeModel[] trees = boosted.trees();
      double[] weights = boosted.treeWeights();
      return Optional.of(added(trees, weights, boosted.numFeatures(), noProbability()));
    }
    return Optional.empty();
  }

  private ModelForm logistic(LogisticRegressionModel model) {
    Matrix matrix = model.coefficientMatrix();
    if (matrix.numRows() == 1) {
      return binary(model.coefficients(), model.intercept(), probability(1));
    }
    boolean isMargin = scale == Scale.MARGIN;
    int[] shown = shown(model.numClasses());
    int[] kept = isMargin ? shown : IntStream.range(0, model.numClasses()).toArray();
    double[][] coefficients = new double[kept.length][matrix.numCols()];
    double[] intercepts = new double[kept.length];
    for (int k = 0; k < kept.length; k++) {
      intercepts[k] = model.interceptVector().apply(kept[k]);
      for (int i = 0; i < matrix.numCols(); i++) {
        coefficients[k][i] = matrix.apply(kept[k], i);
      }
    }
    Link link = isMargin ? new Link.Identity() : new Link.Softmax(shown);
    return new LinearForm(matrix.numCols(), coefficients, intercepts, link);
  }

  /** Classes 0 and 1 have margins −m and m. */
  private ModelForm binary(Vector coefficients, double intercept, Link link) {
    double[] signed = signed(coefficients.toArray());
    double[] intercepts = signed(new double[] {intercept});
    return new LinearForm(signed.length, new double[][] {signed}, intercepts, link);
  }

  private ModelForm plain(Vector coefficients, double intercept) {
    double[][] rows = {coefficients.toArray()};
    return new LinearForm(coefficients.size(), rows, new double[] {intercept}, noProbability());
  }

  private double[] signed(double[] values) {
    double sign = target.isPresent() && target.getAsInt() == 0 ? -1 : 1;
    return Arrays.stream(values).map(value -> sign * value).toArray();
  }

  private Link probability(double slope) {
    return scale == Scale.MARGIN ? new Link.Identity() : new Link.Logistic(slope);
  }

  private Link noProbability() {
    if (scale == Scale.PROBABILITY) {
      throw new DataProblem("scale is probability, but the model has none. Use scale margin.");
    }
    return new Link.Identity();
  }

  private int[] shown(int classes) {
    if (target.isPresent()) {
      return new int[] {target.getAsInt()};
    }
    return classes == 2 ? new int[] {1} : IntStream.range(0, classes).toArray();
  }

  /**
   * @param weight of a leaf's shares by class; 0 for its weights as they are
   */
  private ModelForm voted(
      List<? extends DecisionTreeModel> trees, int features, int classes, double weight) {
    int[] shown = shown(classes);
    List<FlatTree> flat =
        trees.stream()
            .map(tree -> FlatTree.of(tree.rootNode(), leaf -> votes(leaf, shown, weight)))
            .toList();
    return new TreeForm(features, flat, shown.length, new Link.Identity());
  }

  private static double[] votes(LeafNode leaf, int[] shown, double weight) {
    double[] counts = leaf.impurityStats().stats();
    double all = Arrays.stream(counts).sum();
    double times = weight == 0 ? 1 : all == 0 ? 0 : weight / all;
    return Arrays.stream(shown).mapToDouble(k -> counts[k] * times).toArray();
  }

  private static ModelForm added(
      DecisionTreeModel[] trees, double[] weights, int features, Link link) {
    List<FlatTree> flat =
        IntStream.range(0, trees.length)
            .mapToObj(
                i ->
                    FlatTree.of(
                        trees[i].rootNode(), leaf -> new double[] {leaf.prediction() * weights[i]}))
            .toList();
    return new TreeForm(features, flat, 1, link);
  }
}
