package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Widens the band around a threshold, score by score: inside it groups with lower rates are
 * selected and those with higher rates are not. Of all bands that keep the bound the one with the
 * highest gain is taken, or that with the least excess if none does.
 */
final class RejectSearch {
  private static final double MOST_WORK = 2e7;
  private static final double ROUNDING = 1e-12;

  /** A cell of the group whose decision turns when the band reaches it. */
  private record Turn(int group, int cell, double score, double distance) {}

  private final List<GroupCells> groups;
  private final List<RocCurve> curves;
  private final ThresholdSearch.Settings settings;
  private final double threshold;
  private final Gain gain;
  private final int[] sides;
  private final List<double[]> selected = new ArrayList<>();
  private final List<RocCurve> compared = new ArrayList<>();
  private final List<double[]> comparedSelected = new ArrayList<>();

  /** From the lowest score that is selected up to the highest that is not. */
  private record Band(double low, double farthest) {
    Band with(double score, double threshold) {
      return new Band(
          Math.min(low, score), score >= threshold ? Math.max(farthest, score) : farthest);
    }
  }

  private RejectSearch(ScoreCells cells, ThresholdSearch.Settings settings, double threshold) {
    this.groups = cells.groups();
    this.curves = groups.stream().map(RocCurve::of).toList();
    this.settings = settings;
    this.threshold = threshold;
    RocCurve all = RocCurve.of(cells.pooled());
    this.gain = Gain.of(settings.maximize(), all.negatives(), all.positives());
    GroupPolicy plain = GroupPolicy.at(List.of(), threshold);
    groups.forEach(group -> selected.add(group.selected(plain)));
    this.sides = sides(all, cells.pooled().selected(plain));
  }

  static List<GroupPolicy> policies(
      ScoreCells cells, ThresholdSearch.Settings settings, double threshold) {
    return new RejectSearch(cells, settings, threshold).policies();
  }

  /** 1 for groups whose rates are below those of all rows, −1 above, 0 where they can't be. */
  private int[] sides(RocCurve all, double[] allSelected) {
    int[] found = new int[groups.size()];
    for (int g = 0; g < found.length; g++) {
      double below = 0;
      boolean isLarge = true;
      for (Moment moment : settings.constraint().moments()) {
        double weight = curves.get(g).denominator(moment);
        isLarge &= weight >= settings.least();
        if (weight > 0) {
          below += all.rate(moment, allSelected) - curves.get(g).rate(moment, selected.get(g));
        }
      }
      if (isLarge) {
        compared.add(curves.get(g));
        comparedSelected.add(selected.get(g));
      }
      boolean isApart = isLarge && Math.abs(below) > ROUNDING;
      found[g] = isApart ? (int) Math.signum(below) : 0;
    }
    return found;
  }

  private List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    for (int g = 0; g < sides.length; g++) {
      double[] scores = groups.get(g).lowest();
      for (int i = 0; i < scores.length; i++) {
        if (sides[g] == 1 && scores[i] < threshold || sides[g] == -1 && scores[i] >= threshold) {
          turns.add(new Turn(g, i, scores[i], Math.abs(scores[i] - threshold)));
        }
      }
    }
    turns.sort(
        Comparator.comparingDouble(Turn::distance)
            .thenComparingDouble(Turn::score)
            .thenComparingInt(Turn::group));
    return turns;
  }

  private List<GroupPolicy> policies() {
    Band band = new Band(threshold, Double.NEGATIVE_INFINITY);
    Band best = band;
    double bestExcess = excess();
    double bestGain = gain();
    List<Turn> turns = turns();
    double step = Math.ceil(turns.size() * (double) groups.size() / MOST_WORK);
    int tried = 0;
    for (int i = 0; i < turns.size(); i++) {
      turned(turns.get(i));
      band = band.with(turns.get(i).score(), threshold);
      boolean isLast =
          i + 1 == turns.size() || turns.get(i + 1).distance() > turns.get(i).distance();
      if (isLast && i - tried >= step - 1) {
        tried = i + 1;
        double excess = excess();
        double here = gain();
        if (excess < bestExcess || excess == bestExcess && here > bestGain) {
          best = band;
          bestExcess = excess;
          bestGain = here;
        }
      }
    }
    return policies(best.low, above(best.farthest));
  }

  private void turned(Turn turn) {
    GroupCells cells = groups.get(turn.group());
    selected.get(turn.group())[0] += sides[turn.group()] * cells.negatives()[turn.cell()];
    selected.get(turn.group())[1] += sides[turn.group()] * cells.positives()[turn.cell()];
  }

  /** By how much the bound is exceeded; 0 where it is kept. */
  private double excess() {
    double[][] ranges =
        GroupThresholdsSummary.ranges(compared, comparedSelected, settings.constraint());
    double excess = settings.bound().excess(ranges);
    return excess <= ROUNDING ? 0 : excess;
  }

  private double gain() {
    double sum = 0;
    for (double[] place : selected) {
      sum += gain.at(place);
    }
    return sum;
  }

  /** The lowest score above one, in any group; the threshold where there is no band. */
  private double above(double score) {
    if (score < threshold) {
      return threshold;
    }
    double next = Double.POSITIVE_INFINITY;
    for (GroupCells cells : groups) {
      for (double each : cells.lowest()) {
        next = each > score ? Math.min(next, each) : next;
      }
    }
    return next;
  }

  private List<GroupPolicy> policies(double low, double high) {
    List<GroupPolicy> policies = new ArrayList<>();
    for (int g = 0; g < sides.length; g++) {
      double edge = sides[g] == 1 ? low : sides[g] == -1 ? high : threshold;
      policies.add(GroupPolicy.at(groups.get(g).group(), edge));
    }
    policies.add(GroupPolicy.at(List.of(), threshold));
    return policies;
  }
}
