package dev.evenhand.learn;

import static org.apache.spark.sql.functions.when;

import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The decision: 1.0 when the score is at or above the threshold, 0.0 below, null without a score.
 *
 * <p>The threshold was chosen before, by a {@link DecisionPolicy} on validation scores; saved with
 * the pipeline, it decides about new rows as about old ones, however many come together.
 */
public final class Decider extends Transformer implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> scoreCol;
  private final Param<String> outputCol;
  private final DoubleParam threshold;
  private final Param<String> policy;

  public Decider() {
    this(Uids.random("decider"));
  }

  public Decider(String uid) {
    this.uid = uid;
    scoreCol = new Param<>(uid, "scoreCol", "the score");
    outputCol = new Param<>(uid, "outputCol", "the decision, 0 or 1");
    threshold = new DoubleParam(uid, "threshold", "scores at and above it are selected");
    policy = new Param<>(uid, "policy", "how the threshold was chosen");
    setDefault(scoreCol, "score");
    setDefault(outputCol, "decision");
    setDefault(policy, "threshold");
    set(threshold, 0.5);
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> scoreCol() {
    return scoreCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public DoubleParam threshold() {
    return threshold;
  }

  public Param<String> policy() {
    return policy;
  }

  public Decider setScoreCol(String value) {
    return (Decider) set(scoreCol, value);
  }

  public Decider setOutputCol(String value) {
    return (Decider) set(outputCol, value);
  }

  public Decider setThreshold(double value) {
    return (Decider) set(threshold, value);
  }

  public Decider setPolicy(String value) {
    return (Decider) set(policy, value);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    Column score = dataset.col($(scoreCol));
    double least = (double) $(threshold);
    return dataset.withColumn($(outputCol), when(score.geq(least), 1.0).when(score.lt(least), 0.0));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Columns.with(schema, $(outputCol), DataTypes.DoubleType);
  }

  @Override
  public Decider copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved stage. */
  public static MLReader<Decider> read() {
    return Saved.reader(Decider.class, Decider::new);
  }
}
