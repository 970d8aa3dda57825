package dev.evenhand.learn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.functions;
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
 * "Who came last will come again": logistic regression on ln(1 + recency) alone, held to fall with
 * recency. The rule that sales teams use without a model.
 *
 * <p>Where recency is missing, the score is those rows' own share of positives, (positives + 1/2) /
 * (rows + 1); if none was missing in training, the score of the longest recency seen. If positives
 * grow with recency, or one label is absent, every score is the share of positives.
 */
public final class RecencyBaseline extends Estimator<BaselineModel> implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> labelCol;
  private final Param<String> recencyCol;

  public RecencyBaseline() {
    this(Uids.random("recency"));
  }

  public RecencyBaseline(String uid) {
    this.uid = uid;
    labelCol = new Param<>(uid, "labelCol", "label, 0 or 1");
    recencyCol = new Param<>(uid, "recencyCol", "time since the last event");
    setDefault(labelCol, "label");
    setDefault(recencyCol, "recency");
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> labelCol() {
    return labelCol;
  }

  public Param<String> recencyCol() {
    return recencyCol;
  }

  public RecencyBaseline setLabelCol(String value) {
    return (RecencyBaseline) set(labelCol, value);
  }

  public RecencyBaseline setRecencyCol(String value) {
    return (RecencyBaseline) set(recencyCol, value);
  }

  @Override
  public BaselineModel fit(Dataset<?> dataset) {
    Dataset<Row> rows =
        dataset
            .filter(col($(labelCol)).isNotNull())
            .select(
                col($(labelCol)).cast("double").as("label"),
                BaselineModel.logRecency(col($(recencyCol))).as("recency"));
    Row sums =
        rows.agg(
                count(when(col("recency").isNull(), lit(1))),
                count(when(col("recency").isNull().and(col("label").equalTo(1)), lit(1))),
                count(col("recency")),
                count(when(col("recency").isNotNull().and(col("label").equalTo(1)), lit(1))),
                max(col("recency")))
            .head();
    double[] line = line(rows, sums);
    double missing =
        sums.getLong(0) > 0
            ? Math.log((sums.getLong(1) + 0.5) / (sums.getLong(0) - sums.getLong(1) + 0.5))
            : line[0] + line[1] * sums.getDouble(4);
    BaselineModel model = new BaselineModel(uid).withRecencyCol($(recencyCol));
    return (BaselineModel) model.with(line[0], line[1], missing).setParent(this);
  }

  /** Intercept and slope, the slope 0 where a falling line can't be fitted. */
  private static double[] line(Dataset<Row> rows, Row sums) {
    long n = sums.getLong(2);
    long positives = sums.getLong(3);
    double share = Math.log((positives + 0.5) / (n - positives + 0.5));
    if (positives == 0 || positives == n) {
      return new double[] {share, 0};
    }
    FairLogisticRegressionModel fitted =
        new FairLogisticRegression()
            .setRegParam(1.0 / n)
            .fit(
                rows.filter(col("recency").isNotNull())
                    .withColumn("features", functions.array_to_vector(array(col("recency")))));
    double slope = fitted.coefficients().apply(0);
    return slope < 0 ? new double[] {fitted.intercept(), slope} : new double[] {share, 0};
  }

  @Override
  public StructType transformSchema(StructType schema) {
    StructType raw = Columns.with(schema, "rawPrediction", SQLDataTypes.VectorType());
    StructType probability = Columns.with(raw, "probability", SQLDataTypes.VectorType());
    return Columns.with(probability, "prediction", DataTypes.DoubleType);
  }

  @Override
  public RecencyBaseline copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<RecencyBaseline> read() {
    return Saved.reader(RecencyBaseline.class, RecencyBaseline::new);
  }
}
