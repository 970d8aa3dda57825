package dev.evenhand.fairness;

/**
 * How well the scores of a group rank its positives above its negatives.
 *
 * @param auc area under the ROC curve, ties counted half
 * @param aucVariance DeLong's variance of it
 * @param averagePrecision sum over thresholds of precision times gain in recall
 * @param averagePrecisionVariance its variance by the infinitesimal jackknife
 * @param aucBound how far the binned area may be from the exact one; 0 if scores are exact
 * @param averagePrecisionBound the same for average precision
 */
record RankStats(
    double auc,
    double aucVariance,
    double averagePrecision,
    double averagePrecisionVariance,
    double aucBound,
    double averagePrecisionBound) {}
