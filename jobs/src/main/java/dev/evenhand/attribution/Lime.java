package dev.evenhand.attribution;

import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;

/**
 * A line through a model's scores around a row, of any model: Ribeiro, Singh, Guestrin (2016). A
 * player's contribution is what the line gains when the player keeps the row's value instead of a
 * background row's. Contributions don't add up to the score; {@code r2} says how far the line
 * follows the model.
 *
 * <p>Samples weigh exp(−d / width²), d the players replaced; the width is 0.75 √players unless set.
 */
public final class Lime extends SampledExplainer {
  private static final long serialVersionUID = 1L;
  private static final int BUDGET = 1000;
  private static final double USUAL_WIDTH = 0.75;

  private final DoubleParam width;

  private Lime(String uid, Transformer model, List<Vector> background) {
    super(uid, model, background, BUDGET);
    width = new DoubleParam(this, "width", "of the neighbourhood", ParamValidators.gt(0));
  }

  /**
   * LIME of a model against background rows.
   *
   * @param background rows whose values are tried instead of a row's own
   * @param features the column of their vectors
   * @param most how many of them are used, chosen by a hash
   */
  public static Lime of(Transformer model, Dataset<?> background, String features, int most) {
    return new Lime(
            Identifiable$.MODULE$.randomUID("lime"),
            model,
            Sampled.some(background, features, most))
        .setFeaturesCol(features);
  }

  public DoubleParam width() {
    return width;
  }

  public Lime setFeaturesCol(String value) {
    return (Lime) set(featuresCol(), value);
  }

  public Lime setContributionsCol(String value) {
    return (Lime) set(contributionsCol(), value);
  }

  public Lime setBaseCol(String value) {
    return (Lime) set(baseCol(), value);
  }

  public Lime setPlayers(String[] value) {
    return (Lime) set(players(), value);
  }

  public Lime setScoreCol(String value) {
    return (Lime) set(scoreCol(), value);
  }

  public Lime setTargetClass(int value) {
    return (Lime) set(targetClass(), value);
  }

  public Lime setBudget(int value) {
    return (Lime) set(budget(), value);
  }

  public Lime setSeed(long value) {
    return (Lime) set(seed(), value);
  }

  public Lime setWidth(double value) {
    return (Lime) set(width, value);
  }

  @Override
  Surrogate plan(Dataset<?> dataset, int players) {
    double usual = USUAL_WIDTH * Math.sqrt(players);
    double of = isSet(width) ? (double) $(width) : usual;
    return LimePlan.of(players, background().size(), (int) $(budget()), of, (long) $(seed()));
  }

  @Override
  public Lime copy(ParamMap extra) {
    Lime copy = new Lime(uid(), model(), background());
    copyValues(copy, extra);
    return copy;
  }

  /** Reads a saved explainer, its model with it. */
  public static MLReader<Lime> read() {
    return reader(Lime.class, Lime::new);
  }

  /** Loads a saved explainer. */
  public static Lime load(String path) {
    return read().load(path);
  }
}
