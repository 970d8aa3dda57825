package dev.evenhand.attribution;

import dev.evenhand.learn.SavedParts;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** What KernelSHAP and LIME share: a model of any kind, background rows, a budget, a fit. */
abstract class SampledExplainer extends Transformer implements ExplainerParams, MLWritable {
  private static final long serialVersionUID = 1L;
  private static final StructType SCHEMA =
      new StructType().add("background", SQLDataTypes.VectorType(), false);

  private final String uid;
  private final Transformer model;
  private final ArrayList<Vector> background;
  private final Explaining explaining;
  private final Param<String> scoreCol;
  private final IntParam targetClass;
  private final IntParam budget;
  private final LongParam seed;

  SampledExplainer(String uid, Transformer model, List<Vector> background, int samples) {
    this.uid = uid;
    this.model = model;
    this.background = new ArrayList<>(background);
    explaining = new Explaining(this);
    scoreCol = new Param<>(this, "scoreCol", "what is explained: probability or prediction");
    targetClass = new IntParam(this, "targetClass", "the entry of scoreCol, if it is a vector");
    budget = new IntParam(this, "budget", "samples a row", ParamValidators.gt(0));
    seed = new LongParam(this, "seed", "of the samples");
    setDefault(scoreCol, "");
    setDefault(targetClass, 1);
    setDefault(budget, samples);
    setDefault(seed, 17L);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Explaining explaining() {
    return explaining;
  }

  /** What is explained: by default the probability, or the prediction where there is none. */
  public Param<String> scoreCol() {
    return scoreCol;
  }

  /** The entry of scoreCol, if it is a vector. */
  public IntParam targetClass() {
    return targetClass;
  }

  /** Samples for one row. */
  public IntParam budget() {
    return budget;
  }

  public LongParam seed() {
    return seed;
  }

  Transformer model() {
    return model;
  }

  List<Vector> background() {
    return background;
  }

  Sampled sampled() {
    ScoreColumn score = new ScoreColumn($(scoreCol), (int) $(targetClass));
    return new Sampled(model, background, explaining, score);
  }

  /** The samples around a row and the line through them. */
  abstract Surrogate plan(Dataset<?> dataset, int players);

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    Players players = explaining.players(dataset.schema(), background.get(0).size());
    return sampled().of(dataset, plan(dataset, players.names().size()), players);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Sampled.schemaAfter(schema, explaining);
  }

  @Override
  public MLWriter write() {
    List<Row> rows = background.stream().map(RowFactory::create).toList();
    return SavedParts.writer(this, SCHEMA, () -> rows, List.of(model));
  }

  /** Makes an explainer of its parts. */
  interface Maker<T> {
    T make(String uid, Transformer model, List<Vector> background);
  }

  static <T extends SampledExplainer> MLReader<T> reader(Class<T> type, Maker<T> maker) {
    return SavedParts.reader(
        type,
        (uid, rows, parts) ->
            maker.make(
                uid,
                (Transformer) parts.get(0),
                rows.stream().map(row -> row.<Vector>getAs(0)).toList()));
  }
}
