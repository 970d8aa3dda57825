package dev.evenhand.learn;

import java.util.Arrays;

/** What the optimizer sees: objective and rates as functions of a few variables. */
final class Problem {
  /** The objective doesn't depend on the cut; this little keeps steps along it finite. */
  private static final double CUT_CURVATURE = 1e-2;

  private final TrainingRows rows;
  private final Penalty penalty;
  private final boolean movesCut;
  private RateTable rates;

  Problem(TrainingRows rows, Penalty penalty, boolean movesCut) {
    this.rows = rows;
    this.penalty = penalty;
    this.movesCut = movesCut;
  }

  /** Coefficients, intercept and perhaps the cut. */
  int size() {
    return rows.profile().width + 1 + (movesCut ? 1 : 0);
  }

  boolean movesCut() {
    return movesCut;
  }

  Penalty penalty() {
    return penalty;
  }

  TrainingRows rows() {
    return rows;
  }

  RateTable rates() {
    return rates;
  }

  /** Finds the groups whose rates are defined. */
  void defineRates(Constraint constraint, Totals totals, double least) {
    rates = new RateTable(rows.attributes(), constraint, totals.cellWeights, least);
  }

  /** A point at these variables, at which the rates cost the given multipliers. */
  Point point(double[] variables, double threshold, double width, double[] multipliers) {
    int cells = rows.attributes().cellCount();
    int coefficients = rows.profile().width + 1;
    double cut = movesCut ? variables[coefficients] : Point.logit(threshold);
    double[] costs = rates == null ? new double[cells] : rates.cellMultipliers(multipliers, cells);
    return new Point(
        Arrays.copyOf(variables, coefficients),
        cut,
        movesCut ? Point.sigmoid(cut) : threshold,
        width,
        costs,
        movesCut);
  }

  Evaluation evaluate(Point point) {
    Totals totals = rows.totals(point);
    int coefficients = point.weights().length;
    double weight = totals.margins.value(0);
    double[] gradient = new double[size()];
    double square = 0;
    for (int i = 0; i < coefficients; i++) {
      double w = point.weights()[i];
      gradient[i] = totals.gradient.value(i) / weight + penalty.squares()[i] * w;
      square += penalty.squares()[i] * w * w / 2;
    }
    double loss = totals.loss.value(0) / weight;
    double[][] hessian = hessian(totals, weight);
    boolean hasRates = rates != null && rates.size() > 0;
    boolean isSmooth = hasRates && point.isSmooth();
    double[][] jacobian = new double[isSmooth ? rates.size() : 0][];
    for (int k = 0; k < jacobian.length; k++) {
      jacobian[k] = withCut(rates.gradient(k, totals.smoothGradients, coefficients));
      clearConstants(jacobian[k]);
    }
    clearConstants(gradient);
    double mean = totals.margins.value(1) / weight;
    double variance = totals.margins.value(2) / weight - mean * mean;
    return new Evaluation(
        point,
        loss + square,
        loss + penalty.value(point.weights()),
        gradient,
        hessian,
        hasRates ? rates.values(totals.selected, totals.cellWeights) : new double[0],
        isSmooth ? rates.values(totals.smooth, totals.cellWeights) : new double[0],
        jacobian,
        shares(totals, point),
        point.isSmooth() ? shareGradient(totals, coefficients) : new double[size()],
        Math.sqrt(Math.max(0, variance)),
        totals);
  }

  private double[] shares(Totals totals, Point point) {
    double smooth = point.isSmooth() ? share(totals, totals.smooth) : 0;
    return new double[] {share(totals, totals.selected), smooth};
  }

  private double share(Totals totals, ExactSums selected) {
    int negative = rows.attributes().decidingCell(0);
    int positive = rows.attributes().decidingCell(1);
    double n = totals.cellWeights.value(negative) + totals.cellWeights.value(positive);
    return n > 0 ? (selected.value(negative) + selected.value(positive)) / n : 0;
  }

  private double[] shareGradient(Totals totals, int coefficients) {
    double[] gradient = new double[coefficients];
    double n = 0;
    for (int label = 0; label < 2; label++) {
      int cell = rows.attributes().decidingCell(label);
      n += totals.cellWeights.value(cell);
      for (int i = 0; i < coefficients; i++) {
        gradient[i] += totals.smoothGradients.value(cell * coefficients + i);
      }
    }
    for (int i = 0; i < coefficients; i++) {
      gradient[i] /= Math.max(1, n);
    }
    double[] extended = withCut(gradient);
    clearConstants(extended);
    return extended;
  }

  /** A rate falls with the cut as it rises with the intercept. */
  private double[] withCut(double[] gradient) {
    double[] extended = Arrays.copyOf(gradient, size());
    if (movesCut) {
      extended[gradient.length] = -gradient[gradient.length - 1];
    }
    return extended;
  }

  private void clearConstants(double[] gradient) {
    for (int i = 0; i < rows.profile().width; i++) {
      if (rows.profile().isConstant(i)) {
        gradient[i] = 0;
      }
    }
  }

  private double[][] hessian(Totals totals, double weight) {
    int n = rows.profile().width + 1;
    double[][] hessian = new double[size()][];
    for (int i = 0; i < size(); i++) {
      hessian[i] = new double[i + 1];
    }
    for (int i = 0; i < n; i++) {
      boolean isFixed = i < n - 1 && rows.profile().isConstant(i);
      for (int j = 0; j <= i && !isFixed; j++) {
        boolean isFree = j == n - 1 || !rows.profile().isConstant(j);
        hessian[i][j] = isFree ? totals.hessian.value(i * (i + 1) / 2 + j) / weight : 0;
      }
      hessian[i][i] = isFixed ? 1 : hessian[i][i] + penalty.squares()[i];
    }
    if (movesCut) {
      hessian[n][n] = CUT_CURVATURE;
    }
    return hessian;
  }

  /** Adds a fraction of the curvature of the rates' cost to the Hessian of the objective. */
  double[][] withRateCurvature(Evaluation evaluation, double fraction) {
    double[][] sum = new double[size()][];
    for (int i = 0; i < size(); i++) {
      sum[i] = evaluation.hessian()[i].clone();
    }
    int n = rows.profile().width + 1;
    RoundedSums curvature = evaluation.totals().rateHessian;
    if (curvature.size() == 0) {
      return sum;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        boolean isFixed = isConstant(i, n) || isConstant(j, n);
        sum[i][j] += isFixed ? 0 : fraction * curvature.value(i * (i + 1) / 2 + j);
      }
    }
    if (movesCut) {
      int last = (n - 1) * n / 2;
      for (int j = 0; j < n; j++) {
        sum[n][j] -= isConstant(j, n) ? 0 : fraction * curvature.value(last + j);
      }
      sum[n][n] += fraction * curvature.value(last + n - 1);
    }
    return sum;
  }

  private boolean isConstant(int variable, int n) {
    return variable < n - 1 && rows.profile().isConstant(variable);
  }
}
