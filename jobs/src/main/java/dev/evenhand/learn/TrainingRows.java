package dev.evenhand.learn;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of a training, as cached blocks with features scaled into [-1, 1] by powers of two,
 * which rounds nothing.
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
    JavaRDD<Block> raw =
        rows.toJavaRDD()
            .mapPartitions(iterator -> new BlockBuilder(iterator, hasValidation))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      BlockProfile profile =
          raw.treeAggregate(
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
      profile.check(MOST_FEATURES);
      Attributes attributes = new Attributes(sensitive, order, profile.combinations);
      TrainingRows training = new TrainingRows(raw, profile, attributes);
      return training.scaled();
    } finally {
      raw.unpersist(false);
    }
  }

  private TrainingRows scaled() {
    double[] factors = scales;
    JavaRDD<Block> scaled =
        blocks.map(block -> block.scaled(factors)).persist(StorageLevel.MEMORY_AND_DISK());
    scaled.count();
    return new TrainingRows(scaled, profile, attributes);
  }

  BlockProfile profile() {
    return profile;
  }

  Attributes attributes() {
    return attributes;
  }

  /** The power of two by which each feature was multiplied. */
  double[] scales() {
    return scales;
  }

  int passes() {
    return passes;
  }

  /** One pass: loss, rates and their derivatives at a point. */
  Totals totals(Point point, boolean withCurvature) {
    passes++;
    Attributes groups = attributes;
    BlockProfile bounds = profile.withoutSets();
    int cells = attributes.cellCount();
    return blocks
        .mapPartitions(
            iterator -> {
              Totals totals = new Totals(point, bounds, cells, withCurvature);
              iterator.forEachRemaining(block -> totals.add(block, point, groups));
              return List.of(totals).iterator();
            })
        .treeReduce(Totals::merge, DEPTH);
  }

  /** Probability and label of the rows on which thresholds are chosen. */
  JavaRDD<double[]> scores(double[] weights) {
    passes++;
    return blocks.flatMap(
        block ->
            java.util.stream.IntStream.range(0, block.rows())
                .filter(row -> block.deciding()[row] == 1)
                .mapToObj(
                    row -> {
                      double margin = Totals.margin(block, row, weights);
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
    return blocks
        .mapPartitions(
            iterator -> {
              ExactSums sums = new ExactSums(size + 2, bound, rows);
              iterator.forEachRemaining(block -> addMoments(sums, block, centers, power));
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

  private static void addMoments(ExactSums sums, Block block, double[] centers, int power) {
    int size = centers.length;
    double[] row = new double[size];
    for (int i = 0; i < block.rows(); i++) {
      double weight = block.weights()[i];
      java.util.Arrays.fill(row, 0);
      for (int at = block.start(i); at < block.end(i); at++) {
        row[block.feature(i, at)] = block.values()[at];
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
