/**
 * Fairness-constrained MLlib estimators, baselines, weights, calibration and decision policies.
 *
 * <p>Methods: a {@code Dataset} and MLlib Params in, a model out; no lake, no pipeline file.
 */
package dev.evenhand.learn;
