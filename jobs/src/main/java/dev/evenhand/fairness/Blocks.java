package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rows of a slice by block of subjects, and the standard errors that follow from them.
 *
 * <p>Rows of one subject are alike, so that many of them say less than as many rows of strangers.
 * Subjects are hashed into blocks, and a figure x is computed anew without each of its m blocks
 * that have rows: the delete-a-group jackknife, v = (m - 1) / m sum_b (x_(-b) - mean x_(-b))^2,
 * with m - 1 degrees of freedom. Kott (2001), "The delete-a-group jackknife", Journal of Official
 * Statistics.
 */
final class Blocks {
  static final int COUNT = 100;

  /** Of the scores' bins, which serve spreads alone: about a thousand. */
  static final int LEVEL = 8;

  private final Tally[] tallies;
  private final List<Slice> without;
  private final Map<GroupMetric, Double> errors = new ConcurrentHashMap<>();

  /**
   * @param tallies by block; null where a block has no rows
   * @param ranks of the slice without each block; null if there are no scores
   */
  Blocks(Tally[] tallies, RankStats[] ranks) {
    this.tallies = tallies;
    this.without = new ArrayList<>();
    Tally[] rests = without(tallies);
    for (int block = 0; block < tallies.length; block++) {
      if (tallies[block] != null) {
        without.add(new Slice(rests[block], ranks == null ? null : ranks[block]));
      }
    }
  }

  /** The sums without each block. Nothing is subtracted, so that what is not there is exactly 0. */
  static Tally[] without(Tally[] tallies) {
    Tally[] rests = new Tally[tallies.length];
    Tally before = new Tally();
    for (int i = 0; i < tallies.length; i++) {
      rests[i] = Tally.sum(List.of(before));
      before = tallies[i] == null ? before : before.merge(tallies[i]);
    }
    Tally after = new Tally();
    for (int i = tallies.length - 1; i >= 0; i--) {
      rests[i].merge(after);
      after = tallies[i] == null ? after : after.merge(tallies[i]);
    }
    return rests;
  }

  /** The rows of several slices together; without their ranking, which a sum doesn't give. */
  static Blocks sum(List<Blocks> all) {
    Tally[] sums = new Tally[COUNT];
    for (int block = 0; block < COUNT; block++) {
      int at = block;
      List<Tally> there =
          all.stream().map(blocks -> blocks.tallies[at]).filter(Objects::nonNull).toList();
      sums[block] = there.isEmpty() ? null : Tally.sum(there);
    }
    return new Blocks(sums, null);
  }

  /** Blocks that have rows. */
  int occupied() {
    return without.size();
  }

  /** Blocks that have rows in the cells of a mask. */
  int occupied(int mask) {
    return (int)
        Arrays.stream(tallies).filter(tally -> tally != null && tally.rowsIn(mask) > 0).count();
  }

  /** NaN if the figure hangs on a single block. */
  double standardError(GroupMetric metric) {
    return errors.computeIfAbsent(metric, this::computed);
  }

  private double computed(GroupMetric metric) {
    int m = without.size();
    double[] values = new double[m];
    for (int i = 0; i < m; i++) {
      Measured measured = metric.of(without.get(i), Undefined.NULL);
      if (!measured.isDefined()) {
        return Double.NaN;
      }
      values[i] = measured.value();
    }
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    return m < 2 ? Double.NaN : Math.sqrt(squares * (m - 1) / m);
  }

  /** Rows and weights when block b counts {@code times[b]} times. */
  Tally drawn(double[] times) {
    double[] rows = new double[Tally.CELLS];
    double[] weights = new double[Tally.CELLS];
    for (int block = 0; block < COUNT; block++) {
      for (int cell = 0; tallies[block] != null && cell < Tally.CELLS; cell++) {
        rows[cell] += times[block] * tallies[block].rows(cell);
        weights[cell] += times[block] * tallies[block].weight(cell);
      }
    }
    return Tally.ofCells(rows, weights);
  }
}
