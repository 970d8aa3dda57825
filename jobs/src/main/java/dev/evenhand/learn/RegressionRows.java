package dev.evenhand.learn;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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
  /** Sums kept in all; two doubles each, in every task. */
  static final int MOST_SUMS = 1 << 24;

  private static final int DEPTH = 2;
  private static final double LARGEST = 1e150;

  private RegressionRows() {}

  /** Where each feature begins and by what it is multiplied; the label is the last one. */
  record Frame(double[] starts, double[] factors) implements java.io.Serializable {
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
    JavaRDD<Block> blocks =
        rows.toJavaRDD()
            .mapPartitions(iterator -> new BlockBuilder(withLabels(iterator), false))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      BlockProfile profile = profile(blocks);
      check(profile);
      Frame frame = frame(profile, moves);
      List<List<String>> combinations = new ArrayList<>(profile.combinations);
      Attributes attributes = new Attributes(sensitive, order, combinations);
      double[] sums = sums(blocks, profile, frame, combinations);
      return new RegressionMoments(frame, attributes, combinations, sums);
    } finally {
      blocks.unpersist(false);
    }
  }

  /** Rows as {@link BlockBuilder} wants them: a label code of 0 is a number, 2 is none. */
  private static Iterator<Row> withLabels(Iterator<Row> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        Row row = rows.next();
        double label = row.getDouble(1);
        boolean isGood = Math.abs(label) < LARGEST;
        Object[] values = new Object[row.size() + 2];
        values[0] = withLabel(row.getAs(0), isGood ? label : 0);
        values[1] = isGood ? 0.0 : 2.0;
        values[2] = row.getDouble(2);
        values[3] = row.getDouble(2);
        values[4] = false;
        for (int i = 3; i < row.size(); i++) {
          values[i + 2] = row.get(i);
        }
        return RowFactory.create(values);
      }
    };
  }

  private static Vector withLabel(Vector features, double label) {
    if (features == null) {
      return Vectors.dense(Double.NaN, label);
    }
    int size = features.size();
    if (features instanceof DenseVector dense) {
      double[] values = Arrays.copyOf(dense.values(), size + 1);
      values[size] = label;
      return Vectors.dense(values);
    }
    SparseVector sparse = features.toSparse();
    int set = sparse.indices().length;
    int[] indices = Arrays.copyOf(sparse.indices(), set + 1);
    double[] values = Arrays.copyOf(sparse.values(), set + 1);
    indices[set] = size;
    values[set] = label;
    return Vectors.sparse(size + 1, indices, values);
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

  private static void check(BlockProfile profile) {
    List<String> lines = new ArrayList<>();
    report(lines, profile, profile.badLabels, "a label that is not a number", "Drop them.");
    report(
        lines,
        profile,
        profile.badWeights,
        "a negative, null or infinite weight",
        "Set it or drop the rows.");
    report(
        lines,
        profile,
        profile.badFeatures,
        "a feature that is not a number, or another number of features",
        "Impute or drop them before training.");
    if (profile.isRagged) {
      lines.add("Training rows: feature vectors have different lengths. Assemble them alike.");
    }
    if (profile.width - 1 > TrainingRows.MOST_FEATURES) {
      lines.add(
          "Training rows: "
              + (profile.width - 1)
              + " features; at most "
              + TrainingRows.MOST_FEATURES
              + " are supported. Select or hash them first.");
    }
    if (lines.isEmpty() && profile.training == 0) {
      lines.add("Training rows: none has a weight above 0. Check the split and the weights.");
    }
    if (lines.isEmpty() && size(profile) > MOST_SUMS) {
      lines.add(
          "Training rows: "
              + profile.combinations.size()
              + " combinations of sensitive values times "
              + (profile.width - 1)
              + " features need "
              + size(profile)
              + " sums; at most "
              + MOST_SUMS
              + " are kept. A sensitive column names groups, not persons: group its values, or"
              + " select features.");
    }
    if (!lines.isEmpty()) {
      throw new DataProblem(lines);
    }
  }

  private static void report(
      List<String> lines, BlockProfile profile, long count, String what, String remedy) {
    if (count > 0) {
      String share = count + " of " + profile.rows;
      lines.add("Training rows: " + share + " have " + what + ". " + remedy);
    }
  }

  private static long size(BlockProfile profile) {
    return (long) profile.combinations.size() * RegressionMoments.packed(profile.width + 1);
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
      factors[i] = largest > 1 / LARGEST ? 1 / ExactSums.powerAbove(largest) : 1;
    }
    return new Frame(starts, factors);
  }

  private static double[] sums(
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
            DEPTH)
        .values();
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
