package dev.evenhand.learn;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of a training, as cached blocks. Each pass scales features into [-1, 1] by powers of
 * two, which rounds nothing.
 */
final class TrainingRows implements AutoCloseable {
  /** Above this the Hessian, a dense square of that size, is no longer the way. */
  static final int MOST_FEATURES = 4096;

  private static final int DEPTH = 2;

  private final JavaRDD<Block> blocks;
  private final BlockProfile profile;
  private final Attributes attributes;
  private final double[] scales;
  private int passes;

  private TrainingRows(JavaRDD<Block> blocks, BlockProfile profile, Attributes attributes) {
    this.blocks = blocks;
    this.profile = profile;
    this.attributes = attributes;
    this.scales = new double[profile.width];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = profile.scale(i);
    }
  }

  /**
   * Reads and checks the rows.
   *
   * @param rows features, label, weight, rate weight, is validation, sensitive values
   * @param sensitive names of the sensitive columns
   * @param order how many of them at most form an intersection
   */
  static TrainingRows of(
      Dataset<Row> rows, List<String> sensitive, int order, boolean hasValidation) {
    return of(rows, new Grouping(sensitive, order, List.of()), hasValidation);
  }

  /**
   * Reads and checks the rows.
   *
   * @param rows features, label, weight, rate weight, is validation, sensitive and control values,
   *     perhaps an offset
   */
  static TrainingRows of(Dataset<Row> rows, Grouping grouping, boolean hasValidation) {
    int columns = grouping.columns();
    JavaRDD<Block> blocks =
        rows.toJavaRDD()
            .mapPartitions(iterator -> new BlockBuilder(iterator, hasValidation, columns))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      BlockProfile profile = profile(blocks);
      profile.check(MOST_FEATURES);
      return new TrainingRows(blocks, profile, new Attributes(grouping, profile.combinations));
    } catch (RuntimeException refused) {
      blocks.unpersist(false);
      throw refused;
    }
  }

  private static BlockProfile profile(JavaRDD<Block> blocks) {
    return blocks.treeAggregate(
        new BlockProfile(),
        (sum, block) -> {
          sum.add(block);
          return sum;
        },
        (sum, other) -> {
          sum.merge(other);
          return sum;
        },
        DEPTH);
  }

  /**
   * About one row in so many, always the same ones, in a single partition; to be closed by itself.
   * Null where they would not do: rows of both labels are needed.
   */
  TrainingRows sample(int oneIn) {
    boolean hasOffset = profile.largestOffset > 0;
    JavaRDD<Block> sampled =
        blocks
            .mapPartitions(iterator -> List.of(sampled(iterator, oneIn, hasOffset)).iterator())
            .coalesce(1, true)
            .mapPartitions(iterator -> List.of(joined(iterator, hasOffset)).iterator())
            .persist(StorageLevel.MEMORY_AND_DISK());
    BlockProfile counts = profile(sampled);
    boolean isFit =
        counts.positives > 0
            && counts.positives < counts.training
            && counts.training * (double) oneIn > profile.training / 2.0
            && counts.training * (double) oneIn < profile.training * 2.0;
    if (!isFit) {
      sampled.unpersist(false);
      return null;
    }
    return new TrainingRows(sampled, profile.withCounts(counts), attributes);
  }

  private static Block sampled(Iterator<Block> blocks, int oneIn, boolean hasOffset) {
    BlockDraft draft = new BlockDraft(hasOffset);
    while (blocks.hasNext()) {
      Block block = blocks.next();
      for (int row = 0; row < block.rows(); row++) {
        if (Math.floorMod(block.hash(row), oneIn) == 0) {
          draft.add(block, row);
        }
      }
    }
    return draft.block();
  }

  private static Block joined(Iterator<Block> blocks, boolean hasOffset) {
    BlockDraft draft = new BlockDraft(hasOffset);
    while (blocks.hasNext()) {
      Block block = blocks.next();
      for (int row = 0; row < block.rows(); row++) {
        draft.add(block, row);
      }
    }
    return draft.block();
  }

  BlockProfile profile() {
    return profile;
  }

  Attributes attributes() {
    return attributes;
  }

  /** The power of two by which each feature is multiplied. */
  double[] scales() {
    return scales;
  }

  int passes() {
    return passes;
  }

  /** One pass: loss, rates and their derivatives at a point. */
  Totals totals(Point point) {
    passes++;
    Attributes groups = attributes;
    BlockProfile bounds = profile.withoutSets();
    double[] factors = scales;
    return blocks
        .mapPartitions(
            iterator -> {
              Totals totals = new Totals(point, bounds, groups.cellCount());
              RowSums sums = new RowSums(totals, point, groups, factors);
              iterator.forEachRemaining(sums::add);
              return List.of(totals).iterator();
            })
        .treeReduce(Totals::merge, DEPTH);
  }

  /** Probability and label of the rows on which thresholds are chosen. */
  JavaRDD<double[]> scores(double[] weights) {
    passes++;
    double[] factors = scales;
    return blocks.flatMap(
        block ->
            IntStream.range(0, block.rows())
                .filter(row -> block.deciding()[row] == 1)
                .mapToObj(
                    row -> {
                      double margin = Totals.margin(block, row, weights, factors);
                      return new double[] {Point.sigmoid(margin), block.labels()[row]};
                    })
                .iterator());
  }

  /** Each scaled feature's weighted standard deviation, unbiased as in MLlib's Summarizer. */
  double[] deviations() {
    passes += 2;
    int size = profile.width;
    double[] first = moments(new double[size], 1);
    double weight = first[size];
    double[] means = new double[size];
    for (int i = 0; i < size; i++) {
      means[i] = first[i] / weight;
    }
    double[] second = moments(means, 2);
    double freedom = weight - second[size + 1] / weight;
    double[] deviations = new double[size];
    for (int i = 0; i < size; i++) {
      boolean varies = freedom > 0 && !profile.isConstant(i);
      deviations[i] = varies ? Math.sqrt(Math.max(0, second[i] / freedom)) : 0;
    }
    return deviations;
  }

  /** Σ w (x - center)^power for each feature, Σ w and Σ w². */
  private double[] moments(double[] centers, int power) {
    int size = profile.width;
    double weight = profile.largestWeight;
    double bound = 4 * weight * Math.max(1, weight);
    long rows = profile.rows;
    double[] factors = scales;
    return blocks
        .mapPartitions(
            iterator -> {
              ExactSums sums = new ExactSums(size + 2, bound, rows);
              iterator.forEachRemaining(block -> addMoments(sums, block, centers, factors, power));
              return List.of(sums).iterator();
            })
        .treeReduce(
            (a, b) -> {
              a.merge(b);
              return a;
            },
            DEPTH)
        .values();
  }

  private static void addMoments(
      ExactSums sums, Block block, double[] centers, double[] scales, int power) {
    int size = centers.length;
    double[] row = new double[size];
    for (int i = 0; i < block.rows(); i++) {
      double weight = block.weights()[i];
      Arrays.fill(row, 0);
      for (int at = block.start(i); at < block.end(i); at++) {
        row[block.feature(i, at)] = block.values()[at] * scales[block.feature(i, at)];
      }
      for (int j = 0; j < size; j++) {
        double away = row[j] - centers[j];
        sums.add(j, weight * (power == 1 ? away : away * away));
      }
      sums.add(size, weight);
      sums.add(size + 1, weight * weight);
    }
  }

  @Override
  public void close() {
    blocks.unpersist(false);
  }
}
