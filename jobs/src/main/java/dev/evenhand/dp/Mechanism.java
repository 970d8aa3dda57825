package dev.evenhand.dp;

/** Which noise a release adds. */
public enum Mechanism {
  /** Discrete Laplace: ε-differentially private, without a δ. */
  LAPLACE,
  /** Discrete Gaussian: ρ-zero-concentrated, less noise where many figures are released. */
  GAUSSIAN
}
