package dev.evenhand.generate;

import dev.evenhand.base.DataProblem;
import java.util.Map;

/**
 * The bias a warehouse is given on purpose, every figure a share of 1.
 *
 * @param group how many customers are of origin {@code south}, the group the bias is against
 * @param lostPositives of that group's true responses, how many were recorded as none
 * @param proxyHit how many of that group live in the southern postal areas
 * @param proxyMiss how many of the others do
 * @param seniorReach how many customers of 55 and over a campaign reaches for one of the others
 * @param consentOthers how many of the others ever granted campaign targeting
 * @param consentGroup how many of that group did
 * @param withdrawn of those, how many withdrew during 2024
 * @param regranted of those, how many granted again
 */
public record PlantedBias(
    double group,
    double lostPositives,
    double proxyHit,
    double proxyMiss,
    double seniorReach,
    double consentOthers,
    double consentGroup,
    double withdrawn,
    double regranted) {

  /** A label bias and a proxy strong enough to be seen in 10,000 decisions. */
  public static final PlantedBias OF_THE_DEMO =
      new PlantedBias(0.30, 0.50, 0.85, 0.10, 0.35, 0.92, 0.78, 0.10, 0.20);

  /** The same warehouse without bias: a control. */
  public static final PlantedBias NONE =
      new PlantedBias(0.30, 0, 0.30, 0.30, 1, 0.90, 0.90, 0.10, 0.20);

  public PlantedBias {
    Map.of(
            "group", group,
            "lostPositives", lostPositives,
            "proxyHit", proxyHit,
            "proxyMiss", proxyMiss,
            "seniorReach", seniorReach,
            "consentOthers", consentOthers,
            "consentGroup", consentGroup,
            "withdrawn", withdrawn,
            "regranted", regranted)
        .forEach(PlantedBias::requireShare);
  }

  /** ROC AUC of "lives in a southern area" for "is of the group": (1 + hit - miss) / 2. */
  double proxyAuc() {
    return (1 + proxyHit - proxyMiss) / 2;
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new DataProblem(
          "The planted bias %s must be from 0 to 1, was %s".formatted(name, share));
    }
  }
}
