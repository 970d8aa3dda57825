package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where it hurts most: the conjunctions of values and ranges whose selection, true positive, false
 * positive or error rate is furthest from everyone else's.
 *
 * <p>A beam search: all pairs of conditions are counted in one pass, and the best conjunctions are
 * made longer by one condition a pass. Best is the gap that is there at the least, the nearer end
 * of its interval. p-values are multiplied by the number of conjunctions and rates that could have
 * been looked at (Bonferroni), so that the search itself makes no finding. Every choice is a fixed
 * order: the same rows give the same subgroups.
 *
 * <p>A conjunction is not taken if without one of its conditions it has only few rows more: both
 * would tell of those. What several subgroups together tell of others, or beside the figures of
 * groups, is not looked at.
 */
public final class Subgroups {
  private static final List<Rate> RATES =
      List.of(
          Rate.SELECTION_RATE, Rate.TRUE_POSITIVE_RATE, Rate.FALSE_POSITIVE_RATE, Rate.ERROR_RATE);

  private static final int BEAM = 50;
  private static final int MOST = 20;
  private static final double ALPHA = 0.05;

  private final SubgroupRequest request;
  private final SubgroupItems items;
  private final double lookedAt;
  private final List<Found> found = new ArrayList<>();
  private final Map<List<Integer>, Double> counted = new HashMap<>(); // rows

  private Subgroups(SubgroupRequest request, SubgroupItems items) {
    this.request = request;
    this.items = items;
    this.lookedAt = items.conjunctions(request.depth()) * RATES.size();
  }

  /** A subgroup and the items of its conditions, in order. */
  private record Found(List<Integer> conjunction, Subgroup subgroup) {
    double supported() {
      return subgroup.supported();
    }
  }

  private static final Comparator<Found> BEST_FIRST =
      Comparator.comparingDouble(Found::supported)
          .reversed()
          .thenComparing(one -> -Math.abs(one.subgroup().gap()))
          .thenComparing(one -> one.conjunction().size())
          .thenComparing(one -> one.conjunction().toString())
          .thenComparing(one -> one.subgroup().rate());

  /**
   * The subgroups with a supported gap, the largest first; none that only makes another one longer
   * without a larger supported gap.
   *
   * @param rows that an audit takes; labels and predictions are 0 or 1
   */
  public static List<Subgroup> of(Dataset<Row> rows, Columns columns, SubgroupRequest request) {
    requireColumns(rows, columns, request);
    SubgroupItems items = SubgroupItems.of(rows, request);
    Subgroups search = new Subgroups(request, items);
    List<int[]> bases = new ArrayList<>();
    bases.add(new int[0]);
    for (int item = 0; request.depth() > 1 && item < items.size(); item++) {
      bases.add(new int[] {item});
    }
    SubgroupCounts counts = SubgroupPass.of(rows, columns, items, bases);
    Tally all = counts.of(0);
    search.take(counts, all);
    for (int depth = 3; depth <= request.depth(); depth++) {
      List<int[]> best = search.beam(depth - 1);
      if (!best.isEmpty()) {
        search.take(SubgroupPass.of(rows, columns, items, best), all);
      }
    }
    return search.result();
  }

  /** Refuses a request for columns that the rows don't have. */
  public static void requireColumns(Dataset<Row> rows, Columns columns, SubgroupRequest request) {
    Scan.requireColumns(rows, columns, request.columns());
  }

  private void take(SubgroupCounts counts, Tally all) {
    for (int base = 0; base < counts.bases(); base++) {
      for (int item = 0; item < items.size(); item++) {
        if (isNew(counts.base(base), item)) {
          List<Integer> conjunction = conjunction(counts.base(base), item);
          Tally tally = counts.of(base, item);
          counted.put(conjunction, tally.rows());
          if (!isAlmostAShorterOne(conjunction)) {
            take(conjunction, tally, all);
          }
        }
      }
    }
  }

  private boolean isNew(int[] base, int item) {
    return Arrays.stream(base).noneMatch(other -> items.areOfOneColumn(other, item))
        && !counted.containsKey(conjunction(base, item));
  }

  /** Of those that were counted. */
  private boolean isAlmostAShorterOne(List<Integer> conjunction) {
    double rows = counted.get(conjunction);
    return conjunction.stream()
        .map(left -> conjunction.stream().filter(one -> !one.equals(left)).toList())
        .anyMatch(
            shorter -> counted.getOrDefault(shorter, Double.MAX_VALUE) - rows < request.minGroup());
  }

  private static List<Integer> conjunction(int[] base, int item) {
    List<Integer> all = new ArrayList<>();
    for (int one : base) {
      all.add(one);
    }
    all.add(item);
    all.sort(null);
    return List.copyOf(all);
  }

  private void take(List<Integer> conjunction, Tally tally, Tally all) {
    Tally rest = all.ratesWithout(tally);
    if (tally.rows() < request.minGroup() || rest.rows() < request.minGroup()) {
      return;
    }
    Slice own = new Slice(tally, null);
    Slice others = new Slice(rest, null);
    for (Rate rate : RATES) {
      Mover.Estimate a = Mover.Estimate.of(rate, own, AuditOptions.CONFIDENCE);
      Mover.Estimate b = Mover.Estimate.of(rate, others, AuditOptions.CONFIDENCE);
      if (a != null && b != null) {
        found.add(
            new Found(
                conjunction,
                new Subgroup(
                    conjunction.stream().map(items::condition).toList(),
                    rate,
                    a.value(),
                    b.value(),
                    Mover.difference(a, b),
                    Math.min(1, GapTest.between(rate, own, others) * lookedAt),
                    Math.round(tally.rows()))));
      }
    }
  }

  /** The best conjunctions of a length, each once. */
  private List<int[]> beam(int length) {
    return found.stream()
        .filter(one -> one.conjunction().size() == length)
        .sorted(BEST_FIRST)
        .map(Found::conjunction)
        .distinct()
        .limit(BEAM)
        .map(conjunction -> conjunction.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  private List<Subgroup> result() {
    List<Found> kept = new ArrayList<>();
    found.stream()
        .filter(one -> one.supported() > 0 && one.subgroup().pValue() < ALPHA)
        .sorted(BEST_FIRST)
        .forEach(
            one -> {
              if (kept.size() < MOST && kept.stream().noneMatch(better -> says(better, one))) {
                kept.add(one);
              }
            });
    return kept.stream().map(Found::subgroup).toList();
  }

  /** Whether a better one is part of this one, or is everyone but this one. */
  private static boolean says(Found better, Found one) {
    Subgroup a = better.subgroup();
    Subgroup b = one.subgroup();
    boolean isComplement = a.value() == b.rest() && a.rest() == b.value();
    return a.rate() == b.rate()
        && (isComplement || one.conjunction().containsAll(better.conjunction()));
  }
}
