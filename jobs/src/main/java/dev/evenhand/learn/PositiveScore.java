package dev.evenhand.learn;

import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The probability of label 1, taken out of a classifier's probability vector. */
public final class PositiveScore extends Transformer implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> probabilityCol;
  private final Param<String> outputCol;

  public PositiveScore() {
    this(Uids.random("positivescore"));
  }

  public PositiveScore(String uid) {
    this.uid = uid;
    probabilityCol = new Param<>(uid, "probabilityCol", "vector of probabilities");
    outputCol = new Param<>(uid, "outputCol", "the second probability");
    setDefault(probabilityCol, "probability");
    setDefault(outputCol, "score");
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> probabilityCol() {
    return probabilityCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public PositiveScore setProbabilityCol(String value) {
    return (PositiveScore) set(probabilityCol, value);
  }

  public PositiveScore setOutputCol(String value) {
    return (PositiveScore) set(outputCol, value);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    return dataset.withColumn(
        $(outputCol),
        functions.vector_to_array(dataset.col($(probabilityCol)), "float64").getItem(1));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Columns.with(schema, $(outputCol), DataTypes.DoubleType);
  }

  @Override
  public PositiveScore copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return Saved.writer(this);
  }

  /** Reads a saved stage. */
  public static MLReader<PositiveScore> read() {
    return Saved.reader(PositiveScore.class, PositiveScore::new);
  }
}
