package dev.evenhand.learn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;

import dev.evenhand.base.Quoted;
import dev.evenhand.learn.MixedMetric.Sample;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What is learned of the strata that rows are made in: their metrics and regions. */
final class MixedRows {
  static final String NUMBERS = "__smote_numbers";
  static final String CATEGORIES = "__smote_categories";
  private static final String STAGE = "Smote";
  private static final double MOST_SAMPLED = 200_000;
  private static final int DEPTH = 2;

  /** A stratum's metric and regions; null where no row is made. */
  record Space(MixedMetric metric, Regions regions) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private final Smoting params;
  private final List<Stratum> strata;
  private final Dataset<Row> rows;

  private MixedRows(Dataset<Row> rows, List<Stratum> strata, Smoting params) {
    this.rows = rows;
    this.strata = strata;
    this.params = params;
  }

  /** The rows with their numbers and categories as arrays. */
  static Dataset<Row> arrays(Dataset<Row> rows, Smoting params) {
    Column[] numbers =
        params.numbers().stream()
            .map(c -> col(Quoted.name(c)).cast("double"))
            .toArray(Column[]::new);
    Column[] categories =
        params.categories().stream()
            .map(c -> col(Quoted.name(c)).cast("string"))
            .toArray(Column[]::new);
    return rows.withColumn(NUMBERS, array(numbers).cast("array<double>"))
        .withColumn(CATEGORIES, array(categories).cast("array<string>"));
  }

  static Sample sample(Row row) {
    List<Double> numbers = row.getList(row.fieldIndex(NUMBERS));
    List<String> categories = row.getList(row.fieldIndex(CATEGORIES));
    return new Sample(
        numbers.stream().mapToDouble(Double::doubleValue).toArray(),
        categories.toArray(String[]::new),
        row.getLong(row.fieldIndex(Strata.HASH)));
  }

  /** One space for each stratum, null where its target is the rows that it has. */
  static List<Space> spaces(Dataset<Row> timed, List<Stratum> strata, Smoting params) {
    Object[] made =
        IntStream.range(0, strata.size())
            .filter(i -> strata.get(i).target() > strata.get(i).rows())
            .boxed()
            .toArray();
    List<Space> spaces = new ArrayList<>();
    strata.forEach(stratum -> spaces.add(null));
    if (made.length > 0) {
      Dataset<Row> rows = timed.filter(col(Strata.STRATUM).isin(made));
      MixedRows mixed = new MixedRows(rows, strata, params);
      Map<Integer, MixedMetric> metrics = mixed.metrics();
      Map<Integer, List<Sample>> samples = mixed.samples(metrics.keySet());
      metrics.forEach(
          (i, metric) -> {
            List<Sample> sample = samples.getOrDefault(i, List.of());
            long n = strata.get(i).rows();
            spaces.set(i, new Space(metric, Regions.of(sample, metric, n, params.mostRows())));
          });
    }
    return spaces;
  }

  /** Each stratum's standard deviations, from exact sums. */
  private Map<Integer, MixedMetric> metrics() {
    List<NumberRange> ranges = NumberRange.of(rows, params.numbers(), STAGE).ranges();
    int size = ranges.size();
    long most = strata.stream().mapToLong(Stratum::rows).max().orElse(1);
    Map<Integer, ExactSums> sums =
        arrays(rows, params)
            .select(Strata.STRATUM, NUMBERS)
            .toJavaRDD()
            .mapPartitions(
                iterator -> {
                  HashMap<Integer, ExactSums> own = new HashMap<>();
                  while (iterator.hasNext()) {
                    Row row = iterator.next();
                    ExactSums of =
                        own.computeIfAbsent(row.getInt(0), i -> new ExactSums(2 * size, 1, most));
                    List<Double> numbers = row.getList(1);
                    for (int j = 0; j < size; j++) {
                      double scaled = ranges.get(j).scaled(numbers.get(j));
                      of.add(j, scaled);
                      of.add(size + j, scaled * scaled);
                    }
                  }
                  return List.of(own).iterator();
                })
            .treeReduce(MixedRows::merged, DEPTH);
    Map<Integer, MixedMetric> metrics = new TreeMap<>();
    sums.forEach(
        (i, sum) -> {
          double n = strata.get(i).rows();
          double[] deviations = new double[size];
          for (int j = 0; j < size; j++) {
            double mean = sum.value(j) / n;
            double variance = Math.max(0, sum.value(size + j) / n - mean * mean);
            deviations[j] = ranges.get(j).scale() * Math.sqrt(variance);
          }
          metrics.put(i, MixedMetric.of(deviations, params.isStandardized()));
        });
    return metrics;
  }

  private static HashMap<Integer, ExactSums> merged(
      HashMap<Integer, ExactSums> a, HashMap<Integer, ExactSums> b) {
    b.forEach(
        (i, sums) ->
            a.merge(
                i,
                sums,
                (x, y) -> {
                  x.merge(y);
                  return x;
                }));
    return a;
  }

  /** Rows of the strata that are too large for one region, the same share of each, by hash. */
  private Map<Integer, List<Sample>> samples(Iterable<Integer> made) {
    List<Integer> large = new ArrayList<>();
    double total = 0;
    for (int i : made) {
      if (strata.get(i).rows() > params.mostRows()) {
        large.add(i);
        total += strata.get(i).rows();
      }
    }
    if (large.isEmpty()) {
      return Map.of();
    }
    Column isSampled = col(Strata.HASH).leq(Strata.hashAt(Math.min(1, MOST_SAMPLED / total)));
    List<Row> sampled =
        arrays(rows, params)
            .filter(col(Strata.STRATUM).isin(large.toArray()).and(isSampled))
            .select(Strata.STRATUM, Strata.HASH, NUMBERS, CATEGORIES)
            .collectAsList();
    return sampled.stream()
        .sorted(Comparator.comparingLong(row -> row.getLong(1)))
        .collect(
            Collectors.groupingBy(
                row -> row.getInt(0), Collectors.mapping(MixedRows::sample, Collectors.toList())));
  }
}
