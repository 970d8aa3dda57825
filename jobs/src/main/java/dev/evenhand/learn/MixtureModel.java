package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * #deterministic()}, the best single one of them. Needs no sensitive column.
 *
 * <p>A row's chance is the share of predictors that select it. With a key column the row is
 * selected when a hash of key and seed lies below its chance, so that the same person always gets
 * the same decision; without one, when its chance is above one half. A forecast is the predictors'
 * mean, whose squared loss is at most that of drawing one of them, in every group.
 */
public final class MixtureModel extends Model<MixtureModel> implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final String PART = "evenhand_part_";
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
   * which it selects: -Infinity for all rows, Infinity for none, NaN of a forecast.
   */
  public record Predictor(Transformer model, double weight, double threshold) {}

  private final String uid;
  private final MixtureParams params;
  private final ArrayList<Transformer> models;
  private final ArrayList<Part> mixture;
  private final ArrayList<Part> single;
  private transient ReductionSummary summary;

  MixtureModel(String uid, List<Transformer> models, List<Part> mixture, Part single) {
    this.uid = uid;
    this.models = new ArrayList<>(models);
    this.mixture = new ArrayList<>(mixture);
    this.single = new ArrayList<>(List.of(single));
    params = new MixtureParams(this);
    params.setDefaults(this);
  }

  /** A model of the predictors that a search chose. */
  static MixtureModel of(String uid, ReductionSearch.Result result) {
    Map<Integer, Integer> places = new LinkedHashMap<>();
    result.mixture().forEach(choice -> places.putIfAbsent(choice.family(), places.size()));
    places.putIfAbsent(result.single().family(), places.size());
    List<Transformer> models = new ArrayList<>();
    places.keySet().forEach(family -> models.add(result.families().get(family).model()));
    List<Part> parts =
        result.mixture().stream().map(choice -> part(result, places, choice)).toList();
    MixtureModel model =
        new MixtureModel(uid, models, parts, part(result, places, result.single()));
    model.summary = result.summary();
    return model;
  }

  private static Part part(
      ReductionSearch.Result result, Map<Integer, Integer> places, MixtureProgram.Choice choice) {
    Family family = result.families().get(choice.family());
    double cut = family.isForecast() ? Double.NaN : family.threshold(choice.cut());
    return new Part(places.get(choice.family()), choice.weight(), cut);
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
    Column chance = lit(0.0);
    Column mean = lit(0.0);
    List<String> helpers = new ArrayList<>();
    for (Part part : parts()) {
      Transformer model = models.get(part.model());
      Scores.Kind kind = Scores.kind(model);
      String name = PART + part.model();
      if (!helpers.contains(name)) {
        rows = Scores.with(rows, model, kind, name);
        helpers.add(name);
      }
      Column isSelected = Scores.scaled(kind, col(name)).geq(part.cut());
      Column decision = when(isSelected, 1.0).otherwise(0.0);
      boolean hasScore = kind == Scores.Kind.PROBABILITY || isForecast();
      chance = chance.plus(decision.multiply(part.weight()));
      mean = mean.plus((hasScore ? col(name) : decision).multiply(part.weight()));
    }
    rows =
        isForecast() ? rows.withColumn($(params.predictionCol), mean) : drawn(rows, chance, mean);
    return rows.drop(helpers.toArray(String[]::new));
  }

  private Dataset<Row> drawn(Dataset<Row> rows, Column chance, Column mean) {
    Column limit = lit(0.5);
    if (isDefined(params.keyCol)) {
      Column hash = xxhash64(col($(params.keyCol)).cast("string"), lit((long) $(params.seed)));
      limit = pmod(hash, lit(DRAWS)).plus(0.5).divide((double) DRAWS);
    }
    return rows.withColumn($(params.scoreCol), mean)
        .withColumn($(params.chanceCol), chance)
        .withColumn(
            $(params.predictionCol), when(col($(params.chanceCol)).gt(limit), 1.0).otherwise(0.0));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return schema(schema, params, this::$, isForecast());
  }

  /** The schema with the columns that a mixture adds. */
  static StructType schema(
      StructType schema,
      MixtureParams params,
      java.util.function.Function<Param<String>, String> name,
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
    MixtureModel copy = new MixtureModel(uid, models, mixture, single.get(0));
    copy.summary = summary;
    copyValues(copy, extra);
    return (MixtureModel) copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    List<Row> rows = new ArrayList<>();
    mixture.forEach(part -> rows.add(row(MixtureParams.MIXTURE, part)));
    rows.add(row(MixtureParams.SINGLE, single.get(0)));
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
    Part single = null;
    for (Row row : rows) {
      Part part = new Part(row.getInt(1), row.getDouble(2), row.getDouble(3));
      if (row.getString(0).equals(MixtureParams.SINGLE)) {
        single = part;
      } else {
        mixture.add(part);
      }
    }
    return new MixtureModel(uid, models, mixture, single);
  }
}
