package dev.evenhand.learn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of a reduction, cached once with the number of their cell; a fit reads them with a label
 * and a weight that are expressions of the cell, so that no iteration moves a row.
 *
 * <p>Weights are counted as whole multiples of a unit, which makes every sum exact.
 */
final class ReductionRows implements AutoCloseable {
  private static final String CELL = "evenhand_cell";
  private static final String UNITS = "evenhand_units";
  private static final String SCORE = "evenhand_score";
  private static final int MOST_BINS = 200_000;
  private static final int FINEST = 32;
  private static final long HASHES = 1L << 30;
  private static final Metadata BINARY =
      NominalAttribute.defaultAttr().withValues(new String[] {"0", "1"}).toMetadata();

  private final Dataset<Row> cached;
  private final ReductionProfile profile;
  private final double unit;
  private final double[] weights;
  private int passes = 2;

  private ReductionRows(
      Dataset<Row> cached, ReductionProfile profile, double unit, double[] weights) {
    this.cached = cached;
    this.profile = profile;
    this.unit = unit;
    this.weights = weights;
  }

  /**
   * Checks and caches the rows.
   *
   * @param rows the learner's columns, {@link Learner#LABEL}, {@link Learner#WEIGHT}, and the
   *     sensitive values as texts
   */
  static ReductionRows of(Dataset<Row> rows, ReductionProfile profile, List<String> columns) {
    int bits = 62 - (64 - Long.numberOfLeadingZeros(Math.max(1, profile.rows())));
    double unit = ExactSums.powerAbove(profile.largestWeight()) / Math.scalb(1.0, bits);
    Column cell = col(CELL);
    if (!profile.isForecast()) {
      cell = cell.multiply(2).plus(col(Learner.LABEL).cast("int"));
    }
    List<Column> kept = new ArrayList<>();
    columns.forEach(column -> kept.add(col(column)));
    kept.add(col(Learner.LABEL));
    kept.add(cell.as(CELL));
    kept.add(round(col(Learner.WEIGHT).divide(unit)).cast("long").as(UNITS));
    Dataset<Row> cached =
        numbered(rows, profile)
            .select(kept.toArray(Column[]::new))
            .filter(col(UNITS).gt(0))
            .persist(StorageLevel.MEMORY_AND_DISK());
    double[] weights = cellSums(cached, profile.cells(), unit);
    return new ReductionRows(cached, profile, unit, weights);
  }

  private static Dataset<Row> numbered(Dataset<Row> rows, ReductionProfile profile) {
    StructType schema = new StructType();
    for (String key : profile.keys()) {
      schema = schema.add(key + "_found", DataTypes.StringType);
    }
    schema = schema.add(CELL, DataTypes.IntegerType);
    List<Row> numbers = new ArrayList<>();
    for (List<String> combination : profile.combinations()) {
      List<Object> values = new ArrayList<>(combination);
      values.add(numbers.size());
      numbers.add(RowFactory.create(values.toArray()));
    }
    Dataset<Row> table = rows.sparkSession().createDataFrame(numbers, schema);
    Column matches = lit(true);
    for (String key : profile.keys()) {
      matches = matches.and(col(key).equalTo(col(key + "_found")));
    }
    return rows.join(broadcast(table), matches);
  }

  private static double[] cellSums(Dataset<Row> rows, int cells, double unit) {
    double[] sums = new double[cells];
    for (Row row : rows.groupBy(CELL).agg(sum(UNITS)).collectAsList()) {
      sums[row.getInt(0)] = row.getLong(1) * unit;
    }
    return sums;
  }

  /** The weight of each cell. */
  double[] weights() {
    return weights.clone();
  }

  long count() {
    return profile.rows();
  }

  int passes() {
    return passes;
  }

  /** About so many rows, chosen by a hash of what they hold, to learn from; null if there are. */
  ReductionRows sample(long size) {
    if (size <= 0 || size * 2 >= profile.rows()) {
      return null;
    }
    Column hash = xxhash64(col(cached.columns()[0]), col(Learner.LABEL), col(CELL));
    long most = (long) ((double) HASHES * size / profile.rows());
    Dataset<Row> chosen =
        cached.filter(pmod(hash, lit(HASHES)).lt(most)).persist(StorageLevel.MEMORY_AND_DISK());
    passes++;
    double[] sums = cellSums(chosen, weights.length, unit);
    if (!profile.isForecast() && !(hasLabel(sums, 0) && hasLabel(sums, 1))) {
      chosen.unpersist(false);
      return null;
    }
    return new ReductionRows(chosen, profile, unit, sums);
  }

  private static boolean hasLabel(double[] sums, int label) {
    double sum = 0;
    for (int cell = label; cell < sums.length; cell += 2) {
      sum += sums[cell];
    }
    return sum > 0;
  }

  /**
   * The learner's answer to costs: it learns the sign of a row's cost with its size as weight; none
   * if all rows have one sign, and one decision for all is the answer.
   */
  Optional<Transformer> fit(Learner learner, double[] costs) {
    double size = 0;
    double total = 0;
    boolean[] hasSign = new boolean[2];
    for (int cell = 0; cell < costs.length; cell++) {
      double cost = Math.abs(costs[cell]) * weights[cell];
      size += cost;
      total += weights[cell];
      hasSign[costs[cell] < 0 ? 1 : 0] |= cost > 0;
    }
    if (size == 0 || !profile.isForecast() && !(hasSign[0] && hasSign[1])) {
      return Optional.empty();
    }
    double scale = unit * total / size;
    double[] factors = Arrays.stream(costs).map(cost -> Math.abs(cost) * scale).toArray();
    Column weight = byCell(factors).multiply(col(UNITS));
    Column label = col(Learner.LABEL);
    if (!profile.isForecast()) {
      double[] labels = Arrays.stream(costs).map(cost -> cost < 0 ? 1 : 0).toArray();
      label = byCell(labels).as(Learner.LABEL, BINARY);
    }
    Dataset<Row> relabelled =
        cached
            .withColumn(Learner.WEIGHT, weight)
            .withColumn(Learner.LABEL, label)
            .filter(col(Learner.WEIGHT).gt(0))
            .drop(UNITS, CELL);
    return Optional.of(learner.fit(relabelled));
  }

  private static Column byCell(double[] values) {
    return element_at(
        array(Arrays.stream(values).mapToObj(v -> lit(v)).toArray(Column[]::new)),
        col(CELL).plus(1));
  }

  /** A predictor with all its thresholds: one aggregation of the rows. */
  Family family(Blend blend) {
    passes++;
    return profile.isForecast() ? forecast(blend) : decisions(blend);
  }

  private Family decisions(Blend blend) {
    int resolution = FINEST;
    while (resolution > 1 && 42L * resolution * weights.length > MOST_BINS) {
      resolution /= 2;
    }
    Column bin = floor(col(SCORE).multiply(resolution)).cast("int");
    SortedMap<Integer, double[]> bins = new TreeMap<>();
    Dataset<Row> scored = blend.with(cached, SCORE).select(col(CELL), bin.as(SCORE), col(UNITS));
    for (Row row : scored.groupBy(SCORE, CELL).agg(sum(UNITS)).collectAsList()) {
      bins.computeIfAbsent(row.getInt(0), key -> new double[weights.length])[row.getInt(1)] =
          row.getLong(2) * unit;
    }
    return new Family(blend, bins, resolution);
  }

  private Family forecast(Blend blend) {
    Column error = col(SCORE).minus(col(Learner.LABEL));
    Column loss = error.multiply(error).divide(profile.scale());
    Column share = col(UNITS).multiply(unit / ExactSums.powerAbove(profile.largestWeight()));
    Column term = least(loss.multiply(share), lit(1e12)).cast("decimal(28,12)");
    double[] losses = new double[weights.length];
    Dataset<Row> scored = Scores.with(cached, blend.models().get(0), Scores.Kind.PREDICTION, SCORE);
    for (Row row : scored.groupBy(CELL).agg(sum(term).cast("double")).collectAsList()) {
      losses[row.getInt(0)] = row.getDouble(1) * ExactSums.powerAbove(profile.largestWeight());
    }
    return new Family(blend, new TreeMap<>(Map.of(0, losses)), 0);
  }

  @Override
  public void close() {
    cached.unpersist(false);
  }
}
