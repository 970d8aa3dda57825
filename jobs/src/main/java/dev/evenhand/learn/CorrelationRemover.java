package dev.evenhand.learn;

import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Takes from columns of numbers what is linear in the sensitive columns: X' = X - α (S - mean(S)) β
 * with β the least squares solution of (S - mean(S)) β = X. Fairlearn's CorrelationRemover (Weerts
 * et al. 2023). With α = 1 no repaired column is correlated with a sensitive one.
 *
 * <p>A sensitive column of numbers counts as it is; one of text has an indicator for each value,
 * null being "unknown", so that all groups get equal means. A value that was not seen, or a missing
 * number, changes nothing. Needs the sensitive columns to predict, too.
 */
public final class CorrelationRemover extends Estimator<CorrelationRemoverModel>
    implements RepairParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Repairing repairing;
  private final Param<String> weightCol;
  private final DoubleParam alpha;

  public CorrelationRemover() {
    this(Uids.random("correlationRemover"));
  }

  public CorrelationRemover(String uid) {
    this.uid = uid;
    repairing = new Repairing(this);
    weightCol = new Param<>(uid, "weightCol", "weight of a row");
    alpha = new DoubleParam(this, "alpha", "share taken away", ParamValidators.inRange(0, 1));
    setDefault(alpha, 1.0);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Repairing repairing() {
    return repairing;
  }

  public Param<String> weightCol() {
    return weightCol;
  }

  public DoubleParam alpha() {
    return alpha;
  }

  public CorrelationRemover setSensitiveCols(String[] value) {
    return (CorrelationRemover) set(sensitiveCols(), value);
  }

  public CorrelationRemover setInputCols(String[] value) {
    return (CorrelationRemover) set(inputCols(), value);
  }

  public CorrelationRemover setOutputCols(String[] value) {
    return (CorrelationRemover) set(outputCols(), value);
  }

  public CorrelationRemover setWeightCol(String value) {
    return (CorrelationRemover) set(weightCol, value);
  }

  public CorrelationRemover setAlpha(double value) {
    return (CorrelationRemover) set(alpha, value);
  }

  @Override
  public CorrelationRemoverModel fit(Dataset<?> dataset) {
    repairing.check(dataset.schema());
    if (isDefined(weightCol)) {
      Columns.require(dataset.schema(), $(weightCol), "weightCol");
    }
    List<LinearEffect> effects =
        LinearEffects.of(dataset, repairing, isDefined(weightCol) ? $(weightCol) : null);
    CorrelationRemoverModel model = new CorrelationRemoverModel(uid, effects);
    copyValues(model, ParamMap.empty());
    return (CorrelationRemoverModel) model.setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return repairing.schemaAfter(schema);
  }

  @Override
  public CorrelationRemover copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<CorrelationRemover> read() {
    return Saved.reader(CorrelationRemover.class, CorrelationRemover::new);
  }
}
