package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** The rows of a boosting, as cached blocks of bins, and the passes over them. */
final class BoostingRows implements AutoCloseable {
  static final int MOST_FEATURES = 16_384;
  private static final int DEPTH = 2;

  /**
   * How rows are read.
   *
   * @param sensitive names of the sensitive columns
   * @param intersections how many of them at most form an intersection
   * @param categories of each feature, by MLlib's metadata; absent for a continuous one
   * @param hasSamples true when trees grow on samples of the rows
   */
  record Reading(
      List<String> sensitive,
      int intersections,
      int mostBins,
      Map<Integer, Integer> categories,
      boolean hasSamples) {}

  private final JavaRDD<BinnedBlock> blocks;
  private final BlockProfile profile;
  private final FeatureBins bins;
  private final HistogramLayout layout;
  private final Attributes attributes;
  private final int[][] groupsOf;
  private final FixedScale weights;
  private int passes = 2;

  private BoostingRows(
      JavaRDD<BinnedBlock> blocks, BinProfile profile, FeatureBins bins, Attributes attributes) {
    this.blocks = blocks;
    this.profile = profile.profile;
    this.bins = bins;
    this.attributes = attributes;
    layout = HistogramLayout.of(bins, profile.isUnweighted());
    weights = FixedScale.of(this.profile.largestWeight, this.profile.rows);
    groupsOf = new int[this.profile.combinations.size()][];
    int next = 0;
    for (List<String> combination : this.profile.combinations) {
      groupsOf[next++] = attributes.groupsOf(combination);
    }
  }

  /** Reads and checks the rows: features, label, weight, rate weight, false, sensitive values. */
  static BoostingRows of(Dataset<Row> rows, Reading reading) {
    int sensitive = reading.sensitive().size();
    JavaRDD<Block> raw =
        rows.toJavaRDD()
            .mapPartitions(iterator -> new BlockBuilder(iterator, false, sensitive))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      BinProfile profile =
          raw.treeAggregate(new BinProfile(), BinProfile::add, BinProfile::merge, DEPTH);
      profile.profile.check(MOST_FEATURES);
      int[] categories = categories(profile.profile, reading);
      FeatureBins bins = profile.bins(reading.mostBins(), categories);
      Attributes attributes =
          new Attributes(
              reading.sensitive(), reading.intersections(), profile.profile.combinations);
      Binning binning =
          new Binning(
              bins,
              numbers(profile.profile),
              profile.isUnweighted(),
              FixedScale.of(profile.profile.largestWeight, profile.profile.rows),
              reading.hasSamples());
      JavaRDD<BinnedBlock> binned =
          raw.map(binning::binned).persist(StorageLevel.MEMORY_AND_DISK());
      binned.count();
      return new BoostingRows(binned, profile, bins, attributes);
    } finally {
      raw.unpersist(false);
    }
  }

  private static HashMap<List<String>, Integer> numbers(BlockProfile profile) {
    HashMap<List<String>, Integer> numbers = new HashMap<>();
    profile.combinations.forEach(combination -> numbers.put(combination, numbers.size()));
    return numbers;
  }

  private static int[] categories(BlockProfile profile, Reading reading) {
    int[] categories = new int[profile.width];
    if (profile.width == 0) {
      throw new DataProblem("Training rows: the feature vectors are empty. Name some features.");
    }
    List<String> lines = new ArrayList<>();
    reading
        .categories()
        .forEach(
            (feature, count) -> {
              categories[feature] = count;
              if (count > reading.mostBins()) {
                lines.add(
                    "Feature %d has %d categories, more than maxBins %d. Raise maxBins (to 256 at most) or encode it."
                        .formatted(feature, count, reading.mostBins()));
              } else if (profile.lowest[feature] < 0 || profile.highest[feature] >= count) {
                lines.add(
                    "Feature %d has values that are none of its %d categories. Index it again."
                        .formatted(feature, count));
              }
            });
    if (!lines.isEmpty()) {
      throw new DataProblem(lines);
    }
    return categories;
  }

  BlockProfile profile() {
    return profile;
  }

  FeatureBins bins() {
    return bins;
  }

  HistogramLayout layout() {
    return layout;
  }

  Attributes attributes() {
    return attributes;
  }

  /** Each combination's groups, numbered over all attributes. */
  int[][] groupsOf() {
    return groupsOf;
  }

  /** The fixed point of weights; of histograms it is 1 when all rows weigh 1. */
  FixedScale weights() {
    return weights;
  }

  int passes() {
    return passes;
  }

  /** One pass: the histograms of the nodes that have a slot. */
  long[] histograms(BoostingRound round, int[] slots, int slotCount) {
    passes++;
    HistogramLayout shape = layout;
    return blocks
        .mapPartitions(
            iterator -> {
              long[] sums = new long[slotCount * shape.size()];
              iterator.forEachRemaining(block -> block.addTo(sums, round, slots, shape));
              return List.of(sums).iterator();
            })
        .treeReduce(BoostingRows::sum, DEPTH);
  }

  private static long[] sum(long[] a, long[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
    return a;
  }

  /** One pass: what the leaves of the grown tree hold. */
  LeafTallies leaves(BoostingRound round, LeafTallies.Shape shape, int[] partOf, double largest) {
    passes++;
    int[][] groups = groupsOf;
    FixedScale weightScale = weights;
    FixedScale squareScale = FixedScale.of(largest * largest * profile.largestWeight, profile.rows);
    return blocks
        .mapPartitions(
            iterator -> {
              LeafTallies tallies = new LeafTallies(shape, partOf, squareScale, weightScale);
              iterator.forEachRemaining(block -> block.addTo(tallies, round, groups));
              return List.of(tallies).iterator();
            })
        .treeReduce(LeafTallies::merge, DEPTH);
  }

  /** One pass: loss and decisions of the finished trees, whose margins are below the largest. */
  DecisionTallies decisions(BoostingRound round, double largestMargin) {
    passes++;
    int[][] groups = groupsOf;
    int cells = attributes.cellCount();
    FixedScale weightScale = weights;
    FixedScale losses =
        FixedScale.of((2 + 4 * largestMargin) * profile.largestWeight, profile.rows);
    return blocks
        .mapPartitions(
            iterator -> {
              DecisionTallies tallies = new DecisionTallies(cells, losses, weightScale);
              iterator.forEachRemaining(block -> block.addTo(tallies, round, groups));
              return List.of(tallies).iterator();
            })
        .treeReduce(DecisionTallies::merge, DEPTH);
  }

  @Override
  public void close() {
    blocks.unpersist(false);
  }
}
