package dev.evenhand.anonymity;

import java.util.Collection;

/**
 * How far columns tell rows apart. Motwani, Xu (2008), "Efficient Algorithms for Masking and
 * Finding Quasi-Identifiers".
 *
 * @param distinction distinct values / rows
 * @param separation the share of pairs of rows that differ; null of a single row
 */
public record Separation(Double distinction, Double separation) {
  static Separation of(Collection<Long> sizes) {
    double rows = 0;
    double alike = 0;
    for (long size : sizes) {
      rows += size;
      alike += (double) size * (size - 1);
    }
    return new Separation(
        rows == 0 ? null : Double.valueOf(sizes.size() / rows),
        rows < 2 ? null : Double.valueOf(1 - alike / (rows * (rows - 1))));
  }
}
