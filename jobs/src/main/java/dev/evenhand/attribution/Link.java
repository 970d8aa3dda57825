package dev.evenhand.attribution;

import java.io.Serializable;
import java.util.Arrays;

/** From contributions to margins to those to what is shown of it. */
interface Link extends Serializable {
  /** What is shown when nobody is known. */
  double[] base(double[] margins);

  /** Contributions to what is shown, at output · players + player. */
  double[] of(double[] contributions, double[] base, int players);

  /** Margins themselves. */
  record Identity() implements Link {
    private static final long serialVersionUID = 1L;

    @Override
    public double[] base(double[] margins) {
      return margins;
    }

    @Override
    public double[] of(double[] contributions, double[] base, int players) {
      return contributions;
    }
  }

  /**
   * The probability σ(slope · margin): every contribution times (σ(m) − σ(m₀)) / (m − m₀), so that
   * they add up again. The slope's mean on the straight way from base to margin (Aumann and Shapley
   * 1974).
   */
  record Logistic(double slope) implements Link {
    private static final long serialVersionUID = 1L;
    private static final double NEAR = 1e-6;

    @Override
    public double[] base(double[] margins) {
      return new double[] {probability(margins[0])};
    }

    @Override
    public double[] of(double[] contributions, double[] base, int players) {
      double change = 0;
      for (int i = 0; i < players; i++) {
        change += contributions[i];
      }
      double rate = rate(base[0], change);
      double[] rescaled = new double[contributions.length];
      for (int i = 0; i < rescaled.length; i++) {
        rescaled[i] = contributions[i] * rate;
      }
      return rescaled;
    }

    private double rate(double from, double change) {
      if (Math.abs(change) > NEAR) {
        return (probability(from + change) - probability(from)) / change;
      }
      double middle = probability(from + change / 2);
      return slope * middle * (1 - middle);
    }

    private double probability(double margin) {
      return 1 / (1 + Math.exp(-slope * margin));
    }
  }

  /**
   * The probabilities of several classes, by the same way: φ of class k is Σ_c φ_c ∫ ∂p_k/∂m_c
   * along the straight way, by Gauss and Legendre's rule on {@value #PANELS} pieces.
   *
   * @param shown the classes that are shown
   */
  record Softmax(int[] shown) implements Link {
    private static final long serialVersionUID = 1L;
    private static final int PANELS = 16;
    private static final int POINTS = 8;

    @Override
    public double[] base(double[] margins) {
      double[] all = probabilities(margins, margins, 0);
      return Arrays.stream(shown).mapToDouble(k -> all[k]).toArray();
    }

    @Override
    public double[] of(double[] contributions, double[] base, int players) {
      double[] margins = base.clone();
      for (int c = 0; c < base.length; c++) {
        for (int i = 0; i < players; i++) {
          margins[c] += contributions[c * players + i];
        }
      }
      double[][] slopes = slopes(base, margins);
      double[] rescaled = new double[shown.length * players];
      for (int k = 0; k < shown.length; k++) {
        for (int c = 0; c < base.length; c++) {
          for (int i = 0; i < players; i++) {
            rescaled[k * players + i] += slopes[shown[k]][c] * contributions[c * players + i];
          }
        }
      }
      return rescaled;
    }

    private static double[][] slopes(double[] from, double[] to) {
      GaussLegendre rule = GaussLegendre.points(POINTS);
      double[][] slopes = new double[from.length][from.length];
      for (int panel = 0; panel < PANELS; panel++) {
        for (int q = 0; q < POINTS; q++) {
          double[] p = probabilities(from, to, (panel + rule.nodes()[q]) / PANELS);
          double weight = rule.weights()[q] / PANELS;
          for (int k = 0; k < p.length; k++) {
            for (int c = 0; c < p.length; c++) {
              slopes[k][c] += weight * p[k] * ((k == c ? 1 : 0) - p[c]);
            }
          }
        }
      }
      return slopes;
    }

    private static double[] probabilities(double[] from, double[] to, double t) {
      double[] p = new double[from.length];
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < p.length; k++) {
        p[k] = from[k] + t * (to[k] - from[k]);
        largest = Math.max(largest, p[k]);
      }
      double sum = 0;
      for (int k = 0; k < p.length; k++) {
        p[k] = Math.exp(p[k] - largest);
        sum += p[k];
      }
      for (int k = 0; k < p.length; k++) {
        p[k] /= sum;
      }
      return p;
    }
  }
}
