package dev.evenhand.learn;

import org.apache.spark.ml.util.MLReader;

/**
 * The fair mixture of any estimator's models: min error(Q) such that rates of groups (or losses, of
 * a regressor) keep a bound, over mixtures Q of models. Agarwal et al. (2018), "A Reductions
 * Approach to Fair Classification"; Agarwal, Dudik and Wu (2019) for regression.
 *
 * <p>Solves the same saddle point as the exponentiated gradient, with the same gap as measure, but
 * steps to the exact optimum over all models found so far and their thresholds, which takes far
 * fewer fits. See {@link ReductionSearch}.
 */
public final class ExponentiatedGradient extends Reduction<ExponentiatedGradient> {
  private static final long serialVersionUID = 1L;

  public ExponentiatedGradient() {
    this(Uids.random("expgrad"));
  }

  public ExponentiatedGradient(String uid) {
    super(uid);
  }

  @Override
  ExponentiatedGradient self() {
    return this;
  }

  @Override
  ReductionSearch.Result search(ReductionSearch search, CellFigures figures) {
    return search.run();
  }

  /** Reads a saved estimator. */
  public static MLReader<ExponentiatedGradient> read() {
    return SavedParts.reader(
        ExponentiatedGradient.class,
        (uid, rows, parts) -> loaded(new ExponentiatedGradient(uid), parts));
  }

  /** Loads a saved estimator. */
  public static ExponentiatedGradient load(String path) {
    return read().load(path);
  }
}
