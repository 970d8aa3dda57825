package dev.evenhand.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of each group by label and decision.
 *
 * @param groups for each group the counts [label][decision]
 */
record Counts(Map<String, double[][]> groups) {
  private static final int REPLICATES = 1000;

  static Counts of(Dataset<Row> scored, String attribute) {
    Map<String, double[][]> groups = new TreeMap<>();
    for (Row row : scored.groupBy(attribute, "label", "prediction").count().collectAsList()) {
      double[][] cell = groups.computeIfAbsent(row.getString(0), key -> new double[2][2]);
      cell[(int) row.getDouble(1)][(int) row.getDouble(2)] += row.getLong(3);
    }
    return new Counts(groups);
  }

  double accuracy() {
    double right = 0;
    double all = 0;
    for (double[][] cell : groups.values()) {
      right += cell[0][0] + cell[1][1];
      all += cell[0][0] + cell[0][1] + cell[1][0] + cell[1][1];
    }
    return right / all;
  }

  double fewestPositives() {
    return groups.values().stream().mapToDouble(cell -> cell[1][0] + cell[1][1]).min().orElse(0);
  }

  /** The largest difference between groups of the rates that the constraint names. */
  double violation(String constraint) {
    double positives = range(cell -> cell[1][1] / (cell[1][0] + cell[1][1]));
    return switch (constraint) {
      case "demographic_parity" ->
          range(
              cell ->
                  (cell[0][1] + cell[1][1]) / (cell[0][0] + cell[0][1] + cell[1][0] + cell[1][1]));
      case "equalized_odds" ->
          Math.max(positives, range(cell -> cell[0][1] / (cell[0][0] + cell[0][1])));
      default -> positives;
    };
  }

  private double range(ToDoubleFunction<double[][]> rate) {
    var statistics =
        groups.values().stream().mapToDouble(rate).filter(Double::isFinite).summaryStatistics();
    return statistics.getMax() - statistics.getMin();
  }

  /**
   * The bootstrap standard error of our violation less theirs on the same rows.
   *
   * <p>Their decisions about single rows are not kept, only rates; they are paired with ours as
   * closely as the rates allow, which gives the smallest, strictest error. Each replicate draws how
   * often every kind of row occurs (Poisson bootstrap).
   *
   * @param theirs true and false positive rate of each group
   */
  double deviationOfDifference(String constraint, JsonNode theirs) {
    SplittableRandom random = new SplittableRandom(20261122);
    List<Double> differences = new ArrayList<>();
    for (int replicate = 0; replicate < REPLICATES; replicate++) {
      Counts ours = new Counts(new TreeMap<>());
      Counts others = new Counts(new TreeMap<>());
      groups.forEach(
          (group, cell) -> {
            double[][] our = new double[2][2];
            double[][] their = new double[2][2];
            for (int label = 0; label < 2; label++) {
              String name = label == 1 ? "true_positive_rate" : "false_positive_rate";
              double rate = theirs.get(group).get(name).asDouble();
              draw(random, cell[label], rate, new double[][] {our[label], their[label]});
            }
            ours.groups().put(group, our);
            others.groups().put(group, their);
          });
      differences.add(ours.violation(constraint) - others.violation(constraint));
    }
    double mean = differences.stream().mapToDouble(x -> x).average().orElse(0);
    double squares = differences.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / (REPLICATES - 1));
  }

  private static void draw(SplittableRandom random, double[] cell, double rate, double[][] drawn) {
    double n = cell[0] + cell[1];
    double selected = Math.min(n, n * rate);
    double both = poisson(random, Math.min(cell[1], selected));
    double ours = poisson(random, Math.max(0, cell[1] - selected));
    double theirs = poisson(random, Math.max(0, selected - cell[1]));
    double none = poisson(random, n - Math.max(cell[1], selected));
    drawn[0][1] = both + ours;
    drawn[0][0] = theirs + none;
    drawn[1][1] = both + theirs;
    drawn[1][0] = ours + none;
  }

  private static double poisson(SplittableRandom random, double mean) {
    if (mean > 50) {
      return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double limit = Math.exp(-mean);
    int count = 0;
    for (double product = random.nextDouble(); product > limit; count++) {
      product *= random.nextDouble();
    }
    return count;
  }
}
