package dev.evenhand.learn;

import java.io.Serializable;

/**
 * What a private training revealed of one subject at most, and the noise that saw to it.
 *
 * @param epsilon the model is (epsilon, delta)-differentially private, all rows of a subject
 *     together
 * @param delta likewise
 * @param rho and rho-zero-concentrated; what a ledger by zcdp accounting is charged
 * @param iterations gradients that were looked at
 * @param maxNorm that features were clipped to
 * @param deviation of the noise in each part of a gradient, summed over subjects
 * @param subjects how many there were, with noise; of rows that had none of a label of 0 or 1 and
 *     finite features, nothing was used
 */
public record PrivateTraining(
    double epsilon,
    double delta,
    double rho,
    int iterations,
    double maxNorm,
    double deviation,
    double subjects)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
