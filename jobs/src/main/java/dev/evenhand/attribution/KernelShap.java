package dev.evenhand.attribution;

import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;

/**
 * Shapley values of any model, from samples: the line φ₀ + Σ φᵢ zᵢ through the mean scores of
 * coalitions z, weighted by (m−1) / (C(m,|z|) |z| (m−|z|)), players outside a coalition from
 * background rows. Lundberg and Lee (2017), theorem 2. They add up to score minus base whatever the
 * budget, and are exact (interventional) where it holds all 2^m − 2 coalitions.
 *
 * <p>Adds contributions, base, and {@code r2}, the share of the coalitions' variance that the line
 * explains: low where players interact. Each row costs budget · background rows evaluations of the
 * model; the model's transform must keep rows in their order, as MLlib's do. Prefer {@link
 * ShapleyValues} where it knows the model.
 */
public final class KernelShap extends SampledExplainer {
  private static final long serialVersionUID = 1L;
  private static final int BUDGET = 512;

  private KernelShap(String uid, Transformer model, List<Vector> background) {
    super(uid, model, background, BUDGET);
  }

  /**
   * KernelSHAP of a model against background rows.
   *
   * @param background rows whose values players take that are not known
   * @param features the column of their vectors
   * @param most how many of them are used, chosen by a hash
   */
  public static KernelShap of(Transformer model, Dataset<?> background, String features, int most) {
    return new KernelShap(
            Identifiable$.MODULE$.randomUID("kernelShap"),
            model,
            Sampled.some(background, features, most))
        .setFeaturesCol(features);
  }

  public KernelShap setFeaturesCol(String value) {
    return (KernelShap) set(featuresCol(), value);
  }

  public KernelShap setContributionsCol(String value) {
    return (KernelShap) set(contributionsCol(), value);
  }

  public KernelShap setBaseCol(String value) {
    return (KernelShap) set(baseCol(), value);
  }

  public KernelShap setPlayers(String[] value) {
    return (KernelShap) set(players(), value);
  }

  public KernelShap setScoreCol(String value) {
    return (KernelShap) set(scoreCol(), value);
  }

  public KernelShap setTargetClass(int value) {
    return (KernelShap) set(targetClass(), value);
  }

  public KernelShap setBudget(int value) {
    return (KernelShap) set(budget(), value);
  }

  public KernelShap setSeed(long value) {
    return (KernelShap) set(seed(), value);
  }

  @Override
  Surrogate plan(Dataset<?> dataset, int players) {
    Surrogate plan =
        KernelPlan.of(players, background().size(), (int) $(budget()), (long) $(seed()));
    return KernelPlan.withBase(plan, sampled().base(dataset));
  }

  /** How often the model is asked about one row of so many players. */
  public int evaluations(int players) {
    return KernelPlan.of(players, background().size(), (int) $(budget()), (long) $(seed()))
        .evaluations();
  }

  @Override
  public KernelShap copy(ParamMap extra) {
    KernelShap copy = new KernelShap(uid(), model(), background());
    copyValues(copy, extra);
    return copy;
  }

  /** Reads a saved explainer, its model with it. */
  public static MLReader<KernelShap> read() {
    return reader(KernelShap.class, KernelShap::new);
  }

  /** Loads a saved explainer. */
  public static KernelShap load(String path) {
    return read().load(path);
  }
}
