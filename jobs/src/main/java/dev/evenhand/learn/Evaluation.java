package dev.evenhand.learn;

/**
 * Objective, rates and their derivatives at a point of the search: coefficients, intercept and, if
 * the cut moves, the cut as last variable.
 *
 * @param smoothObjective loss and squared penalty, per unit of weight
 * @param objective the same with the absolute penalty
 * @param actual rates of the decisions
 * @param smooth rates of the smooth decisions; empty where the point has none
 * @param jacobian gradient of each smooth rate
 * @param share selected among the deciding rows: actual, smooth; 0 unless the cut moves
 * @param shareGradient of the smooth share
 * @param spread standard deviation of the margins
 */
record Evaluation(
    Point point,
    double smoothObjective,
    double objective,
    double[] gradient,
    double[][] hessian,
    double[] actual,
    double[] smooth,
    double[][] jacobian,
    double[] share,
    double[] shareGradient,
    double spread,
    Totals totals) {}
