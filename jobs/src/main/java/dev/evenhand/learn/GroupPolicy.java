package dev.evenhand.learn;

import java.io.Serializable;
import java.util.List;

/**
 * How a group's scores become decisions: the chance of being selected is that of the highest
 * threshold at or below the score, and 0 below all. With one threshold and chance 1 nothing is left
 * to chance.
 *
 * @param group its values of the sensitive columns; none for the policy of all other groups
 * @param thresholds rising; −∞ where a chance is independent of the score
 * @param chances rising
 */
public record GroupPolicy(List<String> group, List<Double> thresholds, List<Double> chances)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public GroupPolicy {
    group = List.copyOf(group);
    thresholds = List.copyOf(thresholds);
    chances = List.copyOf(chances);
  }

  /** Selects at and above one threshold. */
  static GroupPolicy at(List<String> group, double threshold) {
    return new GroupPolicy(group, List.of(threshold), List.of(1.0));
  }

  /** P[selected | score]. */
  double chance(double score) {
    double chance = 0;
    for (int i = 0; i < thresholds.size() && score >= thresholds.get(i); i++) {
      chance = chances.get(i);
    }
    return chance;
  }

  /** True when some scores are selected by chance. */
  public boolean isRandom() {
    return chances.stream().anyMatch(chance -> chance > 0 && chance < 1);
  }
}
