package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.base.DataProblem;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The share of positives as everyone's score: what a model without any feature knows. Its ROC AUC
 * is 0.5.
 */
public final class MajorityBaseline extends Estimator<BaselineModel> implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> labelCol;
  private final Param<String> weightCol;

  public MajorityBaseline() {
    this(Uids.random("majority"));
  }

  public MajorityBaseline(String uid) {
    this.uid = uid;
    labelCol = new Param<>(uid, "labelCol", "label, 0 or 1");
    weightCol = new Param<>(uid, "weightCol", "weight of a row");
    setDefault(labelCol, "label");
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> labelCol() {
    return labelCol;
  }

  public Param<String> weightCol() {
    return weightCol;
  }

  public MajorityBaseline setLabelCol(String value) {
    return (MajorityBaseline) set(labelCol, value);
  }

  public MajorityBaseline setWeightCol(String value) {
    return (MajorityBaseline) set(weightCol, value);
  }

  @Override
  public BaselineModel fit(Dataset<?> dataset) {
    var weight = (isSet(weightCol) ? col($(weightCol)) : lit(1)).cast("decimal(28,10)");
    Row sums =
        dataset
            .filter(col($(labelCol)).isNotNull())
            .agg(
                sum(weight).cast("double"),
                sum(weight.multiply(col($(labelCol)).cast("int"))).cast("double"))
            .head();
    if (sums.isNullAt(0) || !(sums.getDouble(0) > 0)) {
      throw new DataProblem("Training rows: none has a weight above 0. Check the split.");
    }
    double positives = sums.getDouble(1);
    double margin = Math.log((positives + 0.5) / (sums.getDouble(0) - positives + 0.5));
    if (positives > 0 && positives < sums.getDouble(0)) {
      margin = Math.log(positives / (sums.getDouble(0) - positives));
    }
    return (BaselineModel) new BaselineModel(uid).with(margin, 0, margin).setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    StructType raw = Columns.with(schema, "rawPrediction", SQLDataTypes.VectorType());
    StructType probability = Columns.with(raw, "probability", SQLDataTypes.VectorType());
    return Columns.with(probability, "prediction", DataTypes.DoubleType);
  }

  @Override
  public MajorityBaseline copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<MajorityBaseline> read() {
    return Saved.reader(MajorityBaseline.class, MajorityBaseline::new);
  }
}
