package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A randomized classifier: predictors of MLlib, each with a threshold and a share; or, as {@link
 * #deterministic()}, one model: the best single one of them or of their blends. Needs no sensitive
 * column.
 *
 * <p>A row's chance is the share of predictors that select it. With a key column the row is
 * selected when a hash of key and seed lies below its chance, so that the same person always gets
 * the same decision; without one, when its chance is above one half. A forecast is the predictors'
 * mean, whose squared loss is at most that of drawing one of them, in every group.
 */
public final class MixtureModel extends Model<MixtureModel> implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final long DRAWS = 1L << 52;
  private static final StructType SCHEMA =
      new StructType()
          .add("role", DataTypes.StringType, false)
          .add("model", DataTypes.IntegerType, false)
          .add("weight", DataTypes.DoubleType, false)
          .add("cut", DataTypes.DoubleType, false);

  /**
   * A predictor's part in a mixture.
   *
   * @param model its place among {@link #models()}
   * @param weight its share
   * @param cut on the scale of {@link Scores}: at and above it a row is selected; NaN of a forecast
   */
  record Part(int model, double weight, double cut) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A predictor, its share, and the score (probability, or margin where there is none) at and above
   * which it selects: -Infinity for all rows, Infinity for none, NaN of a forecast. Predictors of
   * the outcome "single" are blended, and share a threshold of their blended score.
   */
  public record Predictor(Transformer model, double weight, double threshold) {}

  private final String uid;
  private final MixtureParams params;
  private final ArrayList<Transformer> models;
  private final ArrayList<Part> mixture;
  private final ArrayList<Part> single;
  private transient ReductionSummary summary;

  MixtureModel(String uid, List<Transformer> models, List<Part> mixture, List<Part> single) {
    this.uid = uid;
    this.models = new ArrayList<>(models);
    this.mixture = new ArrayList<>(mixture);
    this.single = new ArrayList<>(single);
    params = new MixtureParams(this);
    params.setDefaults(this);
  }

  /** A model of the predictors that a search chose. */
  static MixtureModel of(String uid, ReductionSearch.Result result) {
    List<Transformer> models = new ArrayList<>();
    List<Part> mixture = new ArrayList<>();
    result.mixture().forEach(choice -> mixture.addAll(parts(result, choice, models)));
    List<Part> single = parts(result, result.single(), models);
    MixtureModel model = new MixtureModel(uid, models, mixture, single);
    model.summary = result.summary();
    return model;
  }

  private static List<Part> parts(
      ReductionSearch.Result result, MixtureProgram.Choice choice, List<Transformer> models) {
    Family family = result.families().get(choice.family());
    double cut = family.isForecast() ? Double.NaN : family.threshold(choice.cut());
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < family.blend().models().size(); i++) {
      Transformer model = family.blend().models().get(i);
      if (!models.contains(model)) {
        models.add(model);
      }
      double weight = choice.weight() * family.blend().weights().get(i);
      parts.add(new Part(models.indexOf(model), weight, cut));
    }
    return parts;
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> outcome() {
    return params.outcome;
  }

  public Param<String> keyCol() {
    return params.keyCol;
  }

  public LongParam seed() {
    return params.seed;
  }

  public Param<String> predictionCol() {
    return params.predictionCol;
  }

  public Param<String> chanceCol() {
    return params.chanceCol;
  }

  public Param<String> scoreCol() {
    return params.scoreCol;
  }

  /** A row's stable key, from which its chance is drawn. */
  public MixtureModel setKeyCol(String value) {
    return (MixtureModel) set(params.keyCol, value);
  }

  public MixtureModel setSeed(long value) {
    return (MixtureModel) set(params.seed, value);
  }

  /** "mixture", or "single" for the best single predictor. */
  public MixtureModel setOutcome(String value) {
    return (MixtureModel) set(params.outcome, value);
  }

  /** The best single predictor with its threshold, as a model. */
  public MixtureModel deterministic() {
    return copy(ParamMap.empty()).setOutcome(MixtureParams.SINGLE);
  }

  /** The fitted models, each once. */
  public List<Transformer> models() {
    return List.copyOf(models);
  }

  /** The predictors of the present outcome. */
  public List<Predictor> predictors() {
    return parts().stream()
        .map(
            part ->
                new Predictor(
                    models.get(part.model()),
                    part.weight(),
                    Scores.unscaled(Scores.kind(models.get(part.model())), part.cut())))
        .toList();
  }

  private List<Part> parts() {
    return switch ($(params.outcome)) {
      case MixtureParams.MIXTURE -> mixture;
      case MixtureParams.SINGLE -> single;
      default ->
          throw new DataProblem(
              "outcome must be mixture or single, was '" + $(params.outcome) + "'.");
    };
  }

  private boolean isForecast() {
    return Double.isNaN(single.get(0).cut());
  }

  /** What the search did; empty for a loaded model. */
  public Optional<ReductionSummary> summary() {
    return Optional.ofNullable(summary);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    Dataset<Row> rows = dataset.toDF();
    MixtureScores scores = new MixtureScores(models, parts(), params, this::$);
    if (isForecast()) {
      return scores.mean(rows);
    }
    return $(params.outcome).equals(MixtureParams.SINGLE)
        ? scores.decided(rows)
        : scores.drawn(rows, hash());
  }

  /** A number in [0, 1) of the row's key and the seed; null without a key. */
  private Column hash() {
    if (!isDefined(params.keyCol)) {
      return null;
    }
    Column hash = xxhash64(col($(params.keyCol)).cast("string"), lit((long) $(params.seed)));
    return pmod(hash, lit(DRAWS)).plus(0.5).divide((double) DRAWS);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return schema(schema, params, this::$, isForecast());
  }

  /** The schema with the columns that a mixture adds. */
  static StructType schema(
      StructType schema,
      MixtureParams params,
      Function<Param<String>, String> name,
      boolean isForecast) {
    StructType result = schema;
    List<Param<String>> added =
        isForecast
            ? List.of(params.predictionCol)
            : Arrays.asList(params.scoreCol, params.chanceCol, params.predictionCol);
    for (Param<String> param : added) {
      result = Columns.with(result, name.apply(param), DataTypes.DoubleType);
    }
    return result;
  }

  @Override
  public MixtureModel copy(ParamMap extra) {
    MixtureModel copy = new MixtureModel(uid, models, mixture, single);
    copy.summary = summary;
    copyValues(copy, extra);
    return (MixtureModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    List<Row> rows = new ArrayList<>();
    mixture.forEach(part -> rows.add(row(MixtureParams.MIXTURE, part)));
    single.forEach(part -> rows.add(row(MixtureParams.SINGLE, part)));
    return SavedParts.writer(this, SCHEMA, () -> rows, models);
  }

  private static Row row(String role, Part part) {
    return RowFactory.create(role, part.model(), part.weight(), part.cut());
  }

  /** Reads a saved model. */
  public static MLReader<MixtureModel> read() {
    return SavedParts.reader(MixtureModel.class, MixtureModel::loaded);
  }

  /** Loads a saved model. */
  public static MixtureModel load(String path) {
    return read().load(path);
  }

  private static MixtureModel loaded(String uid, List<Row> rows, List<Object> parts) {
    List<Transformer> models = parts.stream().map(part -> (Transformer) part).toList();
    List<Part> mixture = new ArrayList<>();
    List<Part> single = new ArrayList<>();
    for (Row row : rows) {
      Part part = new Part(row.getInt(1), row.getDouble(2), row.getDouble(3));
      (row.getString(0).equals(MixtureParams.SINGLE) ? single : mixture).add(part);
    }
    return new MixtureModel(uid, models, mixture, single);
  }
}
