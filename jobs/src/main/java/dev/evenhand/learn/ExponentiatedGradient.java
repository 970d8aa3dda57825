package dev.evenhand.learn;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
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

  public DoubleParam multiplierLimit() {
    return fair.multiplierLimit;
  }

  public DoubleParam tol() {
    return fair.tol;
  }

  public IntParam maxIter() {
    return fair.maxIter;
  }

  /** The most that a unit of violation may cost, in error; 100 by default. */
  public ExponentiatedGradient setMultiplierLimit(double value) {
    return (ExponentiatedGradient) set(fair.multiplierLimit, value);
  }

  /** The gap at which the search ends; 0 (the default) for half the error's standard error. */
  public ExponentiatedGradient setTol(double value) {
    return (ExponentiatedGradient) set(fair.tol, value);
  }

  /** The most fits of all rows. */
  public ExponentiatedGradient setMaxIter(int value) {
    return (ExponentiatedGradient) set(fair.maxIter, value);
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
