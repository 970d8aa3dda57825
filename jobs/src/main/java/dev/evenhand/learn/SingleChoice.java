package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Transformer;

/** The one deterministic predictor that stands in for a mixture. */
final class SingleChoice {
  /** Less than this much over its bound, a rate keeps it. */
  static final double MET = 1e-9;

  private static final double[] REACHES = {0.6, 0.8, 0.9, 1, 1.1, 1.25};

  private SingleChoice() {}

  /**
   * Deterministic stand-ins of a mixture: its scores added up, and points of the line from the
   * plain predictor through that sum.
   */
  static List<Blend> blends(
      List<Family> families, List<MixtureProgram.Choice> mixture, Family plain) {
    List<Transformer> models = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    double sum = 0;
    for (MixtureProgram.Choice choice : mixture) {
      Family family = families.get(choice.family());
      if (!family.isForecast() && Double.isFinite(family.threshold(choice.cut()))) {
        models.add(family.blend().models().get(0));
        weights.add(choice.weight());
        sum += choice.weight();
      }
    }
    List<Blend> blends = new ArrayList<>();
    if (models.size() > 1) {
      models.add(plain.blend().models().get(0));
      for (double reach : REACHES) {
        double factor = reach / sum;
        List<Double> shares = new ArrayList<>(weights);
        shares.replaceAll(weight -> weight * factor);
        shares.add(1 - reach);
        blends.add(new Blend(List.copyOf(models), List.copyOf(shares)));
      }
    }
    return blends;
  }

  /** The predictor and threshold of least error within the bound, else of least excess. */
  static MixtureProgram.Choice best(List<Family> candidates, CellFigures figures, Limit limit) {
    double[] best = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    MixtureProgram.Choice[] choice = new MixtureProgram.Choice[1];
    for (int i = 0; i < candidates.size(); i++) {
      int family = i;
      candidates
          .get(i)
          .eachCut(
              (cut, values) -> {
                double excess = limit.excess(figures, figures.rates(values));
                double over = Math.max(0, excess - MET);
                double error = figures.error(values);
                boolean isNearer = over < best[0] - 1e-15;
                if (isNearer || over <= best[0] + 1e-15 && error < best[1] - 1e-15) {
                  best[0] = over;
                  best[1] = error;
                  choice[0] = new MixtureProgram.Choice(family, cut, 1);
                }
              });
    }
    return choice[0];
  }
}
