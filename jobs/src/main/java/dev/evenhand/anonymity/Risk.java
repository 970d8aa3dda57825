package dev.evenhand.anonymity;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How likely an attacker finds the right row, who knows the quasi-identifiers of a person.
 *
 * <p>Without a table of the population, the journalist's risk is the prosecutor's, and the
 * marketer's is the prosecutor's average; with one, see {@link JournalistRisk}. El Emam, Dankar
 * (2008).
 *
 * @param highest 1 / the smallest class; null where nothing is published
 * @param average classes / rows
 * @param threshold the risk that counts as high
 * @param shareAbove the share of rows whose risk is above the threshold
 * @param unique the share of rows alone in their class
 * @param population the uniques of the population; null where its size is not known
 */
public record Risk(
    Double highest,
    Double average,
    double threshold,
    Double shareAbove,
    Double unique,
    PopulationUniques population) {

  static Risk of(List<Long> classSizes, double threshold, Long population) {
    long[] sizes = classSizes.stream().mapToLong(Long::longValue).toArray();
    long rows = Arrays.stream(sizes).sum();
    if (rows == 0) {
      return new Risk(null, null, threshold, null, null, null);
    }
    long above = Arrays.stream(sizes).filter(size -> 1.0 / size > threshold).sum();
    long alone = Arrays.stream(sizes).filter(size -> size == 1).count();
    return new Risk(
        1.0 / Arrays.stream(sizes).min().getAsLong(),
        (double) sizes.length / rows,
        threshold,
        (double) above / rows,
        (double) alone / rows,
        population == null ? null : PopulationUniques.of(bySize(sizes), population));
  }

  private static SortedMap<Long, Long> bySize(long[] sizes) {
    SortedMap<Long, Long> classes = new TreeMap<>();
    for (long size : sizes) {
      classes.merge(size, 1L, Long::sum);
    }
    return classes;
  }
}
