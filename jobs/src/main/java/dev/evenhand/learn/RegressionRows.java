package dev.evenhand.learn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Reads the rows of a regression once and keeps their sums of squares and products, for each
 * combination of sensitive values: all that squared loss depends on.
 *
 * <p>Rows are packed into blocks with the label as last feature. A look at the blocks finds the
 * range of each feature; one pass then sums exactly what was moved to begin at 0 (where 0 is not
 * among a feature's values) and scaled into [-1, 1] by a power of two.
 */
final class RegressionRows {
  private static final int DEPTH = 2;

  private RegressionRows() {}

  /** Where each feature begins and by what it is multiplied; the label is the last one. */
  record Frame(double[] starts, double[] factors) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param rows features, label, weight, sensitive values
   * @param sensitive names of the sensitive columns
   * @param order how many of them at most form an intersection
   * @param moves false keeps 0 where it is, for a model without an intercept
   */
  static RegressionMoments moments(
      Dataset<Row> rows, List<String> sensitive, int order, boolean moves) {
    int columns = sensitive.size();
    JavaRDD<Block> blocks =
        rows.toJavaRDD()
            .mapPartitions(iterator -> new BlockBuilder(new LabelledRows(iterator), false, columns))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      BlockProfile profile = profile(blocks);
      RegressionCheck.require(profile);
      Frame frame = frame(profile, moves);
      List<List<String>> combinations = new ArrayList<>(profile.combinations);
      Attributes attributes = new Attributes(sensitive, order, combinations);
      ExactSums sums = sums(blocks, profile, frame, combinations);
      return new RegressionMoments(frame, attributes, combinations, sums);
    } finally {
      blocks.unpersist(false);
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

  private static Frame frame(BlockProfile profile, boolean moves) {
    double[] starts = new double[profile.width];
    double[] factors = new double[profile.width];
    for (int i = 0; i < starts.length; i++) {
      double lowest = profile.lowest[i];
      double highest = profile.highest[i];
      if (moves) {
        starts[i] = lowest > 0 ? lowest : Math.min(highest, 0);
      }
      double largest = Math.max(Math.abs(lowest - starts[i]), Math.abs(highest - starts[i]));
      factors[i] = largest > 1 / LabelledRows.LARGEST ? 1 / ExactSums.powerAbove(largest) : 1;
    }
    return new Frame(starts, factors);
  }

  private static ExactSums sums(
      JavaRDD<Block> blocks, BlockProfile profile, Frame frame, List<List<String>> combinations) {
    int packed = RegressionMoments.packed(profile.width + 1);
    Map<List<String>, Integer> offsets = new HashMap<>();
    combinations.forEach(combination -> offsets.put(combination, offsets.size() * packed));
    int size = combinations.size() * packed;
    double weight = profile.largestWeight;
    long rows = profile.rows;
    return blocks
        .mapPartitions(
            iterator -> {
              if (!iterator.hasNext()) {
                return Collections.<ExactSums>emptyIterator();
              }
              ExactSums sums = new ExactSums(size, weight, rows);
              iterator.forEachRemaining(block -> add(sums, block, frame, offsets));
              return List.of(sums).iterator();
            })
        .treeReduce(
            (sum, other) -> {
              sum.merge(other);
              return sum;
            },
            DEPTH);
  }

  private static void add(
      ExactSums sums, Block block, Frame frame, Map<List<String>, Integer> offsets) {
    double[] values = framed(block, frame);
    int[] places = block.sensitive().stream().mapToInt(offsets::get).toArray();
    for (int row = 0; row < block.rows(); row++) {
      if (block.weights()[row] > 0) {
        addProducts(sums, block, values, row, places[block.combinations()[row]]);
      }
    }
  }

  private static double[] framed(Block block, Frame frame) {
    double[] framed = new double[block.values().length];
    for (int row = 0; row < block.rows(); row++) {
      for (int at = block.start(row); at < block.end(row); at++) {
        int feature = block.feature(row, at);
        framed[at] = (block.values()[at] - frame.starts()[feature]) * frame.factors()[feature];
      }
    }
    return framed;
  }

  private static void addProducts(
      ExactSums sums, Block block, double[] values, int row, int place) {
    double weight = block.weights()[row];
    int from = block.start(row);
    int last = place + RegressionMoments.packed(block.width());
    for (int at = from; at < block.end(row); at++) {
      double scaled = weight * values[at];
      int feature = block.feature(row, at);
      int start = place + RegressionMoments.packed(feature);
      if (block.isDense()) {
        sums.addScaled(scaled, values, from, feature + 1, start);
      } else {
        for (int other = from; other <= at; other++) {
          sums.add(start + block.indices()[other], scaled * values[other]);
        }
      }
      sums.add(last + feature, scaled);
    }
    sums.add(last + block.width(), weight);
  }
}
