package dev.evenhand.attribution;

import java.io.Serializable;

/**
 * The game of one leaf: v(S) is the chance to reach it when the players in S are known. By
 * Shapley's integral (Owen 1972), φᵢ = ∫₀¹ ∂ᵢ(t, …, t) dt of the game's multilinear extension.
 */
interface LeafGame extends Serializable {
  LeafPath path();

  /** The chance to reach the leaf when nobody is known. */
  double base();

  /** Each player's Shapley value, by its place in the path. */
  void shares(long answers, double[] shares);

  /**
   * Each pair's part of the SHAP interaction, Φᵢⱼ = ½ Σ_S |S|!(m−|S|−2)!/(m−1)! ∇ᵢⱼ(S), at i ·
   * players + j, i &lt; j. Lundberg et al. (2018), equation 4.
   */
  void pairs(long answers, double[] pairs);
}
