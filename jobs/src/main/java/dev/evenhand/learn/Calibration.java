package dev.evenhand.learn;

import java.util.ArrayList;
import java.util.List;

/** Fits maps from scores to probabilities on the weights by score and label. */
final class Calibration {
  private static final int MOST_STEPS = 100;
  private static final int MOST_HALVINGS = 40;

  private Calibration() {}

  /**
   * Min Σ w (log(1 + exp(m)) − y m) + a² σ² / 2 over a ≥ 0 and b, where m = a · logit(s) + b and σ²
   * is the variance of the logits: Platt (1999) with a penalty. By Newton's method.
   */
  static ScoreMap platt(GroupCells cells) {
    double negatives = cells.weight(0);
    double positives = cells.weight(1);
    double[] logits = new double[cells.size()];
    double mean = 0;
    double total = negatives + positives;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = ScoreMap.logit((cells.lowest()[i] + cells.highest()[i]) / 2);
      mean += (cells.negatives()[i] + cells.positives()[i]) / total * logits[i];
    }
    double variance = 0;
    for (int i = 0; i < logits.length; i++) {
      double away = logits[i] - mean;
      variance += (cells.negatives()[i] + cells.positives()[i]) * away * away;
      logits[i] = away;
    }
    variance /= Math.max(1, total - 1);
    double[] line = {0, Math.log(positives / negatives)};
    if (variance > 0) {
      newton(cells, logits, variance, line);
    }
    return line[0] > 0
        ? ScoreMap.logistic(line[0], line[1] - line[0] * mean)
        : ScoreMap.logistic(0, Math.log(positives / negatives));
  }

  private static void newton(GroupCells cells, double[] logits, double penalty, double[] line) {
    double now = loss(cells, logits, penalty, line);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] move = step(cells, logits, penalty, line);
      double part = 1;
      double[] next = line;
      double then = now;
      for (int half = 0; half < MOST_HALVINGS && !(then < now); half++, part /= 2) {
        next = new double[] {line[0] + part * move[0], line[1] + part * move[1]};
        then = loss(cells, logits, penalty, next);
      }
      if (!(then < now)) {
        return;
      }
      line[0] = next[0];
      line[1] = next[1];
      now = then;
    }
  }

  private static double loss(GroupCells cells, double[] logits, double penalty, double[] line) {
    double sum = penalty * line[0] * line[0] / 2;
    for (int i = 0; i < logits.length; i++) {
      double margin = line[0] * logits[i] + line[1];
      double softplus = Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
      double weight = cells.negatives()[i] + cells.positives()[i];
      sum += weight * softplus - cells.positives()[i] * margin;
    }
    return sum;
  }

  /** Minus the inverse Hessian times the gradient. */
  private static double[] step(GroupCells cells, double[] logits, double penalty, double[] line) {
    double slope = penalty * line[0];
    double level = 0;
    double aa = penalty;
    double ab = 0;
    double bb = 1e-12;
    for (int i = 0; i < logits.length; i++) {
      double weight = cells.negatives()[i] + cells.positives()[i];
      double chance = Point.sigmoid(line[0] * logits[i] + line[1]);
      double error = weight * chance - cells.positives()[i];
      double curve = weight * chance * (1 - chance);
      slope += error * logits[i];
      level += error;
      aa += curve * logits[i] * logits[i];
      ab += curve * logits[i];
      bb += curve;
    }
    double determinant = aa * bb - ab * ab;
    return new double[] {
      -(bb * slope - ab * level) / determinant, -(aa * level - ab * slope) / determinant
    };
  }

  /** Pools adjacent violators: the rising steps with the least squared error. */
  static ScoreMap isotonic(GroupCells cells) {
    List<double[]> blocks = new ArrayList<>(); // lowest and highest score, positives, weight
    for (int i = 0; i < cells.size(); i++) {
      double score = (cells.lowest()[i] + cells.highest()[i]) / 2;
      double[] block = {
        score, score, cells.positives()[i], cells.negatives()[i] + cells.positives()[i]
      };
      while (!blocks.isEmpty() && share(blocks.get(blocks.size() - 1)) >= share(block)) {
        double[] before = blocks.remove(blocks.size() - 1);
        block = new double[] {before[0], block[1], before[2] + block[2], before[3] + block[3]};
      }
      blocks.add(block);
    }
    List<double[]> knots = new ArrayList<>();
    for (double[] block : blocks) {
      knots.add(new double[] {block[0], share(block)});
      if (block[1] > block[0]) {
        knots.add(new double[] {block[1], share(block)});
      }
    }
    return new ScoreMap(
        false,
        0,
        knots.stream().mapToDouble(knot -> knot[0]).toArray(),
        knots.stream().mapToDouble(knot -> knot[1]).toArray());
  }

  private static double share(double[] block) {
    return block[2] / block[3];
  }
}
