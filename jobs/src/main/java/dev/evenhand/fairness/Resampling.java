package dev.evenhand.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Replicates of a view by drawing its cells anew, which needs no further pass over rows.
 *
 * <p>Each cell of n rows gets a Poisson(n) number, as if each row were drawn Poisson(1) times
 * (Hanley, MacGibbon 2006; Chamandy et al. 2012); its weight follows with the mean and variance
 * that its rows have. Where subjects have several rows, their blocks are drawn with replacement
 * (Rao, Wu 1988). Draws depend on the seed and the names of the group alone.
 */
final class Resampling {
  // Above this mean a Poisson number is drawn as a rounded normal one.
  private static final double MANY = 60;

  private static final String OF_SUBJECTS = "bootstrap-subjects";
  static final String OF_CELLS = "bootstrap-cells";

  private final View view;
  private final SplittableRandom blocks;
  private final List<SplittableRandom> randoms = new ArrayList<>();
  private final List<SplittableRandom> ofBins = new ArrayList<>();

  Resampling(View view, long seed) {
    this.view = view;
    this.blocks = new SplittableRandom(seed(view.control() + Names.of(view.attributes()), seed));
    for (GroupSlice group : view.groups()) {
      String name = view.control() + "|" + Names.of(view.attributes()) + "|" + group.name();
      randoms.add(new SplittableRandom(seed(name, seed)));
      ofBins.add(new SplittableRandom(seed(name + "|bins", seed)));
    }
  }

  /** What an interval made of these replicates is called. */
  static String method(View view) {
    return view.overall().blocks() == null ? OF_CELLS : OF_SUBJECTS;
  }

  static long seed(String name, long seed) {
    long hash = seed;
    for (char c : name.toCharArray()) {
      hash = (hash ^ c) * 0x100000001B3L;
    }
    return hash ^ hash >>> 31;
  }

  /** The next replicate; it has counts, weights and reliability bins, no other sums of scores. */
  View next() {
    List<GroupSlice> groups = new ArrayList<>();
    Tally all = new Tally();
    double[] times = timesOfBlocks();
    for (int i = 0; i < view.groups().size(); i++) {
      GroupSlice group = view.groups().get(i);
      Blocks ofGroup = group.slice().blocks();
      Tally own = group.slice().tally();
      Tally tally = ofGroup == null ? drawn(own, randoms.get(i)) : ofGroup.drawn(times);
      if (ofGroup == null) {
        drawBins(own, tally, ofBins.get(i));
      }
      all.merge(tally);
      groups.add(new GroupSlice(group.values(), new Slice(tally, null), group.disclosure()));
    }
    return view.with(new Slice(all, null), view.disclosure(), groups);
  }

  /** How often each block is drawn: one draw less than there are blocks, and scaled for that. */
  private double[] timesOfBlocks() {
    double[] times = new double[Blocks.COUNT];
    for (int draw = 1; draw < Blocks.COUNT; draw++) {
      times[blocks.nextInt(Blocks.COUNT)] += (double) Blocks.COUNT / (Blocks.COUNT - 1);
    }
    return times;
  }

  private static Tally drawn(Tally tally, SplittableRandom random) {
    double[] rows = new double[Tally.CELLS];
    double[] weights = new double[Tally.CELLS];
    for (int cell = 0; cell < Tally.CELLS; cell++) {
      double n = tally.rows(cell);
      if (n > 0) {
        double mean = tally.weight(cell) / n;
        double variance = Math.max(0, tally.squaredWeight(cell) / n - mean * mean);
        rows[cell] = poisson(n, random);
        double noise = variance > 0 ? random.nextGaussian() * Math.sqrt(rows[cell] * variance) : 0;
        weights[cell] = Math.max(0, rows[cell] * mean + noise);
      }
    }
    return Tally.ofCells(rows, weights);
  }

  /** Each bin's rows and label rate; its mean score hardly varies and stays. */
  static void drawBins(Tally tally, Tally into, SplittableRandom random) {
    double kish = tally.weight() * tally.weight() / tally.squaredWeightIn(Rate.ALL) / tally.rows();
    for (int bin = 0; bin < Tally.BINS; bin++) {
      double rows = tally.binWeight(bin) > 0 ? poisson(tally.binRows(bin), random) : 0;
      if (rows > 0) {
        double rate = tally.binLabel(bin) / tally.binWeight(bin);
        double noise = random.nextGaussian() * Math.sqrt(rate * (1 - rate) / (rows * kish));
        double weight = tally.binWeight(bin) * rows / tally.binRows(bin);
        double score = tally.binScore(bin) / tally.binWeight(bin);
        into.setBin(bin, rows, weight, weight * (rate + noise), weight * score);
      }
    }
  }

  static double poisson(double mean, SplittableRandom random) {
    if (mean > MANY) {
      return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
