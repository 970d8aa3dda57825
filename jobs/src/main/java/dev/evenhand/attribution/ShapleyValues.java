package dev.evenhand.attribution;

import static org.apache.spark.sql.functions.col;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import dev.evenhand.learn.SavedParts;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Exact Shapley values of MLlib's linear models, trees, forests and boosted trees: φᵢ = Σ over S of
 * |S|!(m−|S|−1)!/m! (v(S ∪ i) − v(S)). They add up to score minus base, row by row.
 *
 * <p>Of trees, v(S) is what the tree expects of a row of which only S is known: unknown splits send
 * a row both ways by the share of training rows (path-dependent; Lundberg et al. 2018), or S keeps
 * its values and all others come from background rows (interventional, Janzing et al. 2020). Of
 * linear models it is the latter. A column that became several entries of the vector is one player
 * of the game, if {@code players} names these entries alike: known together or not at all.
 *
 * <p>Adds a vector of contributions, its entries named by player, and the base. Of more than two
 * classes it adds an array of vectors, and of bases, one a class, unless {@code targetClass} names
 * one. A UDF, since tables of thousands of numbers are read for each row.
 */
public final class ShapleyValues extends Transformer implements ExplainerParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Transformer model;
  private final Background background;
  private final Explaining explaining;
  private final Param<String> interactionsCol;
  private final Param<String> scale;
  private final IntParam targetClass;

  private ShapleyValues(String uid, Transformer model, Background background) {
    this.uid = uid;
    this.model = model;
    this.background = background;
    explaining = new Explaining(this);
    interactionsCol = new Param<>(this, "interactionsCol", "where interactions go; unset for none");
    scale = new Param<>(this, "scale", "margin or probability");
    targetClass = new IntParam(this, "targetClass", "the class whose score is explained");
    setDefault(scale, Scale.MARGIN.word());
  }

  /** Of trees, by the training rows that they remember. */
  public static ShapleyValues pathDependent(Transformer model) {
    ModelForm form = ModelForms.required(model, Scale.MARGIN, OptionalInt.empty());
    if (!(form instanceof TreeForm trees)) {
      throw new DataProblem("A linear model has no path: give background rows (interventional).");
    }
    if (!trees.knowsItsRows()) {
      throw new DataProblem(
          "The trees don't say how many training rows reached their nodes: give background rows.");
    }
    return new ShapleyValues(random(), model, null);
  }

  /**
   * Of linear models and trees, against background rows: all of them, however many, in one pass.
   *
   * @param features the column of the background's vectors
   */
  public static ShapleyValues interventional(
      Transformer model, Dataset<?> background, String features) {
    ModelForm form = ModelForms.required(model, Scale.MARGIN, OptionalInt.empty());
    return new ShapleyValues(random(), model, Background.of(form, background, features))
        .setFeaturesCol(features);
  }

  /** Whether a model is of a kind that this explains. */
  public static boolean explains(Transformer model) {
    return new ModelForms(Scale.MARGIN, OptionalInt.empty()).of(model).isPresent();
  }

  /**
   * Whether this explains a model whose margin is its log-odds, or half of them (boosted trees).
   */
  public static boolean hasLogOdds(Transformer model) {
    return model instanceof ProbabilisticClassificationModel<?, ?> classifier
        && classifier.numClasses() == 2
        && explains(model)
        && ModelForms.required(model, Scale.PROBABILITY, OptionalInt.empty()).link()
            instanceof Link.Logistic;
  }

  private static String random() {
    return Identifiable$.MODULE$.randomUID("shapleyValues");
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Explaining explaining() {
    return explaining;
  }

  public Param<String> interactionsCol() {
    return interactionsCol;
  }

  public Param<String> scale() {
    return scale;
  }

  public IntParam targetClass() {
    return targetClass;
  }

  public ShapleyValues setFeaturesCol(String value) {
    return (ShapleyValues) set(featuresCol(), value);
  }

  public ShapleyValues setContributionsCol(String value) {
    return (ShapleyValues) set(contributionsCol(), value);
  }

  public ShapleyValues setBaseCol(String value) {
    return (ShapleyValues) set(baseCol(), value);
  }

  /** Asks for a matrix of interactions by two players, of trees and one output on the margin. */
  public ShapleyValues setInteractionsCol(String value) {
    return (ShapleyValues) set(interactionsCol, value);
  }

  /** "margin", or "probability": exact of trees and forests, elsewhere rescaled from the margin. */
  public ShapleyValues setScale(String value) {
    return (ShapleyValues) set(scale, value);
  }

  /** One name an entry of the vector; entries of one name are one player. */
  public ShapleyValues setPlayers(String[] value) {
    return (ShapleyValues) set(players(), value);
  }

  public ShapleyValues setTargetClass(int value) {
    return (ShapleyValues) set(targetClass, value);
  }

  /** How the values come about, in words. */
  public String method() {
    return plan(Players.named(List.of())).method();
  }

  /** What the score is expected to be when nobody is known, by class if there are several. */
  public double[] base() {
    ModelForm form = form();
    return plan(Players.named(Collections.nCopies(form.features(), "all"))).contributions().base();
  }

  private ModelForm form() {
    OptionalInt target =
        isSet(targetClass) ? OptionalInt.of((int) $(targetClass)) : OptionalInt.empty();
    return ModelForms.required(model, Scale.of($(scale)), target);
  }

  private ExactPlan plan(Players players) {
    return new ExactPlan(form(), players, background, Scale.of($(scale)));
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    ExactPlan plan = plan(explaining.players(dataset.schema(), form().features()));
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
    Column row = col(Quoted.name(explaining.features()));
    ExactColumns columns = new ExactColumns(plan, explaining);
    Map<String, Column> added = columns.of(row, context);
    if (isDefined(interactionsCol)) {
      added.put($(interactionsCol), columns.interactions(row, context));
    }
    return dataset.withColumns(added);
  }

  /** A map from player to contribution, of a column with the contributions to one output. */
  public static Column byPlayer(Dataset<?> explained, String contributions) {
    return Named.byPlayer(explained, contributions);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    explaining.requireFeatures(schema);
    StructType added = ExactColumns.schema(schema, explaining, base().length);
    return isDefined(interactionsCol)
        ? Explaining.with(added, $(interactionsCol), SQLDataTypes.MatrixType())
        : added;
  }

  @Override
  public ShapleyValues copy(ParamMap extra) {
    ShapleyValues copy = new ShapleyValues(uid, model, background);
    copyValues(copy, extra);
    return copy;
  }

  @Override
  public MLWriter write() {
    List<Row> rows = background == null ? List.of() : background.toRows();
    return SavedParts.writer(this, Background.SCHEMA, () -> rows, List.of(model));
  }

  /** Reads a saved explainer, its model with it. */
  public static MLReader<ShapleyValues> read() {
    return SavedParts.reader(
        ShapleyValues.class,
        (uid, rows, parts) ->
            new ShapleyValues(
                uid,
                (Transformer) parts.get(0),
                rows.isEmpty() ? null : Background.fromRows(rows)));
  }

  /** Loads a saved explainer. */
  public static ShapleyValues load(String path) {
    return read().load(path);
  }
}
