package dev.evenhand.anonymity;

import java.util.SortedMap;

/**
 * How many rows of the population are alone in their combination of quasi-identifiers, as estimated
 * from a sample of it.
 *
 * <p>An estimate is null where there is none: no figures for the model's equations, or no root.
 * Without a sample unique all are 0; of a sample that is the population all are its uniques.
 *
 * @param zayatz from the classes' sizes as if they were the population's. Zayatz (1991)
 * @param pitman E[S1] of Pitman's sampling formula at its maximum likelihood. Hoshino (2001)
 * @param slide of the slid negative binomial. Chen, Keller-McNulty (1998)
 * @param dankar one of them by the sampling fraction: Pitman's up to 0.1 (Zayatz's where it is
 *     null), the smaller one of the other two above. Dankar, El Emam, Neisa, Roffey (2012)
 * @param population rows of the population
 */
public record PopulationUniques(
    Double zayatz, Double pitman, Double slide, Double dankar, long population) {
  private static final double SMALL_SAMPLE = 0.1;

  /**
   * @param sizes how many classes of the sample have each size
   * @param population rows of the population, at least the sample's
   */
  public static PopulationUniques of(SortedMap<Long, Long> sizes, long population) {
    long rows = sizes.entrySet().stream().mapToLong(e -> e.getKey() * e.getValue()).sum();
    if (population < rows || rows == 0) {
      throw new IllegalArgumentException(
          "a population of " + population + " has no sample of " + rows + " rows");
    }
    double alone = sizes.getOrDefault(1L, 0L);
    if (alone == 0 || population == rows) {
      return new PopulationUniques(alone, alone, alone, alone, population);
    }
    Double zayatz = Zayatz.uniques(sizes, rows, population);
    Double pitman = PitmanModel.fit(sizes).uniques(population);
    Double slide = SlideBinomial.uniques(sizes, (double) rows / population);
    Double dankar;
    if ((double) rows / population <= SMALL_SAMPLE) {
      dankar = pitman == null ? zayatz : pitman;
    } else {
      dankar = slide == null ? zayatz : Double.valueOf(Math.min(slide, zayatz));
    }
    return new PopulationUniques(zayatz, pitman, slide, dankar, population);
  }
}
