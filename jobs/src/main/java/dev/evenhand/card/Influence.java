package dev.evenhand.card;

/**
 * How much a feature moved the scores of the explained decisions.
 *
 * @param meanSize mean size of its contribution, in log-odds
 * @param halfWidth half of the 95 % interval of that mean, in log-odds
 * @param mean mean contribution with its sign, in log-odds
 * @param firstReason share of decisions for which it is the strongest reason
 */
record Influence(
    String model,
    String feature,
    double meanSize,
    @Told(value = "half of its 95 % interval", absent = "of a single decision") Double halfWidth,
    double mean,
    double firstReason,
    long n) {}
