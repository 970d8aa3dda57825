package dev.evenhand.learn;

import java.util.Optional;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.util.MLWriter;

/**
 * MLlib's GBTClassificationModel with a summary of its training; needs no sensitive column. It is
 * saved as MLlib's own, which loads where no class of ours is.
 */
public final class FairGBTClassificationModel extends GBTClassificationModel {
  private static final long serialVersionUID = 1L;

  private transient FairBoostingSummary summary;

  FairGBTClassificationModel(
      String uid, DecisionTreeRegressionModel[] trees, double[] weights, int features) {
    super(uid, trees, weights, features, 2);
  }

  FairGBTClassificationModel withSummary(FairBoostingSummary trained) {
    summary = trained;
    return this;
  }

  /** What the training did; empty where the model was sent to another JVM. */
  public Optional<FairBoostingSummary> summary() {
    return Optional.ofNullable(summary);
  }

  /** The same model in MLlib's own class. */
  public GBTClassificationModel toGBTClassificationModel() {
    GBTClassificationModel model =
        new GBTClassificationModel(uid(), trees(), treeWeights(), numFeatures(), 2);
    copyValues(model, ParamMap.empty());
    return (GBTClassificationModel) model.setParent(parent());
  }

  /** MLlib's own, declared twice above with types that Java can't join. */
  @Override
  public DecisionTreeRegressionModel getTree(int index) {
    return trees()[index];
  }

  @Override
  public FairGBTClassificationModel copy(ParamMap extra) {
    FairGBTClassificationModel copy =
        new FairGBTClassificationModel(uid(), trees(), treeWeights(), numFeatures())
            .withSummary(summary);
    copyValues(copy, extra);
    return (FairGBTClassificationModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return toGBTClassificationModel().write();
  }
}
