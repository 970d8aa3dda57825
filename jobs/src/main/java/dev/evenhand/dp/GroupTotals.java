package dev.evenhand.dp;

import java.util.List;

/**
 * A group's exact numbers of one measure, which are never shown.
 *
 * @param group its values of the grouping columns
 * @param sums of the measure
 * @param bins rows in each of its bins
 */
record GroupTotals(List<String> group, long[] sums, long[] bins) {}
