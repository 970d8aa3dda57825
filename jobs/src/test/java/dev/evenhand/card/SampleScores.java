package dev.evenhand.card;

import java.util.ArrayList;
import java.util.List;

/** Scores of the candidate of {@link SampleEvidence}: a little too low for the south. */
final class SampleScores {
  private static final int STEPS = 20;

  private SampleScores() {}

  static List<ScoreCell> cells() {
    List<ScoreCell> cells = new ArrayList<>();
    group(cells, null, null, SampleFigures.TEST, 1.02);
    group(cells, "origin", "north", 1_248, 0.97);
    group(cells, "origin", "south", 559, 1.22);
    group(cells, "origin", "unknown", 170, 1.05);
    group(cells, "age_band", "under 35", 604, 1.0);
    group(cells, "age_band", "35-54", 823, 1.03);
    group(cells, "age_band", "55-74", 531, 0.98);
    group(cells, "age_band", "75+", 19, 1.0);
    return cells;
  }

  /** Bins at 0.010, 0.035 … 0.485; the lower the score, the more decisions. */
  private static void group(
      List<ScoreCell> cells, String attribute, String group, long n, double slope) {
    int weights = STEPS * (STEPS + 1) / 2;
    long left = n;
    for (int i = 0; i < STEPS; i++) {
      int bin = 10 + 25 * i;
      long rows = i == STEPS - 1 ? left : Math.min(left, n * (STEPS - i) / weights);
      left -= rows;
      double score = (bin + 0.5) / ScoreCell.BINS;
      long positives = Math.min(rows, Math.round(rows * score * slope));
      if (rows > 0) {
        cells.add(new ScoreCell(attribute, group, bin, rows, positives, rows * score));
      }
    }
  }
}
