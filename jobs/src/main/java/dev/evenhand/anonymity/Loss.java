package dev.evenhand.anonymity;

import java.util.Map;

/**
 * What recoding cost, over all rows of the original; suppressed rows count as lost whole.
 *
 * @param penalty NCP, normalized certainty penalty, mean over all cells, in [0, 1]. Xu et al.
 *     (2006)
 * @param penaltyByAttribute NCP of each quasi-identifier
 * @param entropy non-uniform entropy, the mean over quasi-identifiers of H(original | output) /
 *     H(original), in [0, 1]. De Waal, Willenborg (1999)
 * @param discernibility the sum of squared class sizes, and all rows for each suppressed one.
 *     Bayardo, Agrawal (2005)
 * @param averageClassSize C_avg: rows / classes / k; null without classes. LeFevre et al. (2006)
 */
public record Loss(
    double penalty,
    Map<String, Double> penaltyByAttribute,
    double entropy,
    double discernibility,
    Double averageClassSize) {}
