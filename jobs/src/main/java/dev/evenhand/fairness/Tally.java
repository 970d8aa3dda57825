package dev.evenhand.fairness;

import java.io.Serializable;

/**
 * Sums over the rows of one group, which add up over partitions, days and groups.
 *
 * <p>By label and prediction: rows, weight and squared weight; moments of the score and of the two
 * losses; ten reliability bins. Every group metric but the ranking ones is arithmetic on these.
 */
final class Tally implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A cell's place is 2 label + prediction. */
  static final int TRUE_NEGATIVE = 0;

  static final int FALSE_POSITIVE = 1;
  static final int FALSE_NEGATIVE = 2;
  static final int TRUE_POSITIVE = 3;
  static final int CELLS = 4;
  static final int BINS = 10;

  private static final int WEIGHT = CELLS;
  private static final int SQUARED = 2 * CELLS;

  /** The sums that rates are made of come first: rows, weights and squared weights. */
  static final int RATES = 3 * CELLS;

  private static final int MOMENTS = RATES;
  private static final int RELIABILITY = MOMENTS + 3 * Moment.COUNT;
  private static final int SIZE = RELIABILITY + 4 * BINS;

  // scikit-learn 1.2 clips probabilities at the spacing of doubles.
  private static final double CLIP = 0x1p-52;

  /** What is averaged over rows. */
  enum Moment {
    SCORE_OF_NEGATIVES,
    SCORE_OF_POSITIVES,
    SQUARED_ERROR,
    LOG_LOSS;
    static final int COUNT = 4;
  }

  private final double[] sums;

  Tally() {
    this(new double[SIZE]);
  }

  private Tally(double[] sums) {
    this.sums = sums;
  }

  void add(int cell, double weight) {
    sums[cell]++;
    sums[WEIGHT + cell] += weight;
    sums[SQUARED + cell] += weight * weight;
  }

  void addScore(int cell, double weight, double score) {
    boolean positive = cell >= FALSE_NEGATIVE;
    moment(positive ? Moment.SCORE_OF_POSITIVES : Moment.SCORE_OF_NEGATIVES, weight, score);
    double miss = positive ? 1 - score : score;
    moment(Moment.SQUARED_ERROR, weight, miss * miss);
    double right = Math.min(1 - CLIP, Math.max(CLIP, 1 - miss));
    moment(Moment.LOG_LOSS, weight, -Math.log(right));
    int bin = RELIABILITY + 4 * Math.min((int) (score * BINS), BINS - 1);
    sums[bin]++;
    sums[bin + 1] += weight;
    sums[bin + 2] += positive ? weight : 0;
    sums[bin + 3] += weight * score;
  }

  /**
   * Counts a row of a regression in cell 0, and adds it to the sums of {@link RegressionMetric}.
   */
  void addNumbers(double label, double prediction, double weight) {
    add(0, weight);
    double error = prediction - label;
    double size = Math.abs(error);
    double square = error * error;
    double squaredWeight = weight * weight;
    number(NumberSum.ABSOLUTE, weight * size);
    number(NumberSum.W2_ABSOLUTE, squaredWeight * size);
    number(NumberSum.ERROR, weight * error);
    number(NumberSum.W2_ERROR, squaredWeight * error);
    number(NumberSum.SQUARE, weight * square);
    number(NumberSum.W2_SQUARE, squaredWeight * square);
    number(NumberSum.W2_FOURTH, squaredWeight * square * square);
    number(NumberSum.PREDICTION, weight * prediction);
    number(NumberSum.W2_PREDICTION, squaredWeight * prediction);
    number(NumberSum.W2_PREDICTION_2, squaredWeight * prediction * prediction);
    number(NumberSum.LABEL, weight * label);
    number(NumberSum.LABEL_2, weight * label * label);
    number(NumberSum.W2_LABEL, squaredWeight * label);
    number(NumberSum.W2_LABEL_2, squaredWeight * label * label);
    number(NumberSum.W2_LABEL_3, squaredWeight * label * label * label);
    number(NumberSum.W2_LABEL_4, squaredWeight * label * label * label * label);
    number(NumberSum.W2_SQUARE_LABEL, squaredWeight * square * label);
    number(NumberSum.W2_SQUARE_LABEL_2, squaredWeight * square * label * label);
  }

  /** Sums over the rows of a regression, of error e = prediction - label; W2 is squared weight. */
  enum NumberSum {
    ABSOLUTE,
    W2_ABSOLUTE,
    ERROR,
    W2_ERROR,
    SQUARE,
    W2_SQUARE,
    W2_FOURTH,
    PREDICTION,
    W2_PREDICTION,
    W2_PREDICTION_2,
    LABEL,
    LABEL_2,
    W2_LABEL,
    W2_LABEL_2,
    W2_LABEL_3,
    W2_LABEL_4,
    W2_SQUARE_LABEL,
    W2_SQUARE_LABEL_2
  }

  // They take the place of the scores' sums, which a regression has none of.
  private void number(NumberSum sum, double value) {
    sums[MOMENTS + sum.ordinal()] += value;
  }

  double sum(NumberSum sum) {
    return sums[MOMENTS + sum.ordinal()];
  }

  private void moment(Moment moment, double weight, double value) {
    int at = MOMENTS + 3 * moment.ordinal();
    sums[at] += weight * value;
    double scaled = weight * weight * value;
    sums[at + 1] += scaled;
    sums[at + 2] += scaled * value;
  }

  Tally merge(Tally other) {
    for (int i = 0; i < SIZE; i++) {
      sums[i] += other.sums[i];
    }
    return this;
  }

  static Tally sum(Iterable<Tally> tallies) {
    Tally total = new Tally();
    tallies.forEach(total::merge);
    return total;
  }

  /** Rows of weight 1 in each cell. */
  static Tally ofRows(double[] rows) {
    Tally tally = ofCells(rows, rows);
    System.arraycopy(rows, 0, tally.sums, SQUARED, CELLS);
    return tally;
  }

  /** From {@link #RATES} sums in an array. */
  static Tally ofRates(double[] all, int from) {
    Tally tally = new Tally();
    System.arraycopy(all, from, tally.sums, 0, RATES);
    return tally;
  }

  /** The sums for rates of those that are in this tally and not in a part of it. */
  Tally ratesWithout(Tally part) {
    Tally rest = new Tally();
    for (int i = 0; i < RATES; i++) {
      rest.sums[i] = Math.max(0, sums[i] - part.sums[i]);
    }
    return rest;
  }

  /** Rows and weights in each cell, as a bootstrap replicate has them. */
  static Tally ofCells(double[] rows, double[] weights) {
    Tally tally = new Tally();
    System.arraycopy(rows, 0, tally.sums, 0, CELLS);
    System.arraycopy(weights, 0, tally.sums, WEIGHT, CELLS);
    return tally;
  }

  /** Puts a bootstrap replicate of a reliability bin in its place. */
  void setBin(int bin, double rows, double weight, double label, double score) {
    int at = RELIABILITY + 4 * bin;
    sums[at] = rows;
    sums[at + 1] = weight;
    sums[at + 2] = label;
    sums[at + 3] = score;
  }

  double rows(int cell) {
    return sums[cell];
  }

  double weight(int cell) {
    return sums[WEIGHT + cell];
  }

  double squaredWeight(int cell) {
    return sums[SQUARED + cell];
  }

  double rows() {
    return sums[0] + sums[1] + sums[2] + sums[3];
  }

  double weight() {
    return weight(0) + weight(1) + weight(2) + weight(3);
  }

  /** Sum over the cells whose bit is set in the mask. */
  double rowsIn(int mask) {
    return masked(0, mask);
  }

  double weightIn(int mask) {
    return masked(WEIGHT, mask);
  }

  double squaredWeightIn(int mask) {
    return masked(SQUARED, mask);
  }

  private double masked(int offset, int mask) {
    double total = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      total += (mask >> cell & 1) == 1 ? sums[offset + cell] : 0;
    }
    return total;
  }

  /** Sum of weight times value. */
  double sum(Moment moment) {
    return sums[MOMENTS + 3 * moment.ordinal()];
  }

  /** Sum of squared weight times value. */
  double squaredSum(Moment moment) {
    return sums[MOMENTS + 3 * moment.ordinal() + 1];
  }

  /** Sum of squared weight times squared value. */
  double squaredSquares(Moment moment) {
    return sums[MOMENTS + 3 * moment.ordinal() + 2];
  }

  double binRows(int bin) {
    return sums[RELIABILITY + 4 * bin];
  }

  double binWeight(int bin) {
    return sums[RELIABILITY + 4 * bin + 1];
  }

  double binLabel(int bin) {
    return sums[RELIABILITY + 4 * bin + 2];
  }

  double binScore(int bin) {
    return sums[RELIABILITY + 4 * bin + 3];
  }
}
