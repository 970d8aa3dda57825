package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What cuts make of a table: rows kept and suppressed, loss, and risk before and after.
 *
 * <p>Loss counts rows. Risk and the average class size count persons where a column says who a row
 * is about: one row stands for each, as in {@link Persons}.
 *
 * <p>One aggregation to the counts of distinct combinations; the rest is arithmetic on those.
 *
 * @param separation of each quasi-identifier of the original, and of all together under {@link
 *     #TOGETHER}
 */
public record Outcome(
    long rows,
    long suppressed,
    int classes,
    Loss loss,
    Risk before,
    Risk after,
    Map<String, Separation> separation) {
  /** The key of all quasi-identifiers together. */
  public static final String TOGETHER = "*";

  static final double HIGH_RISK = 0.2;
  private static final int SUPPRESSED = -1;
  private static final int PERSONS = 3;

  /**
   * @param k what the average class size is compared with
   * @param population of which the table is a sample, in rows; null if that is not known
   * @throws DataProblem if the table has more rows than the population
   */
  public static Outcome of(Dataset<Row> rows, Cuts cuts, int k, Long population) {
    return of(rows, cuts, k, population, count(lit(1)));
  }

  /**
   * The same of a table in which a person may have several rows.
   *
   * @param population in persons
   * @param person the column that says who a row is about
   */
  public static Outcome ofPersons(
      Dataset<Row> rows, Cuts cuts, int k, Long population, String person) {
    Dataset<Row> marked = new Persons(person).marked(rows, cuts.quasiIdentifiers());
    return of(marked, cuts, k, population, sum(Persons.standing()));
  }

  private static Outcome of(Dataset<Row> rows, Cuts cuts, int k, Long population, Column persons) {
    List<Row> counts =
        rows.groupBy(struct(cuts.coding().keys()).as("keys"), cuts.classNumber(rows).as("class"))
            .agg(count(lit(1)).as("rows"), persons.as("persons"))
            .select(col("keys"), col("class"), col("rows"), col("persons"))
            .collectAsList();
    return new Tally(counts, cuts).outcome(k, population);
  }

  /** The arithmetic. */
  private static final class Tally {
    private final List<Row> counts;
    private final Cuts cuts;
    private long rows;
    private long suppressed;

    /** Rows by class as it reads: classes with the same texts are one to a reader. */
    private final Map<List<String>, Long> sizes = new LinkedHashMap<>();

    /** Persons, likewise. */
    private final Map<List<String>, Long> persons = new LinkedHashMap<>();

    /** Persons of each combination. */
    private final List<Long> before = new ArrayList<>();

    Tally(List<Row> counts, Cuts cuts) {
      this.counts = counts;
      this.cuts = cuts;
    }

    Outcome outcome(int k, Long population) {
      int dimensions = cuts.coding().size();
      double[] lost = new double[dimensions];
      long[] byClass = new long[cuts.size()];
      long[] personsByClass = new long[cuts.size()];
      for (Row count : counts) {
        long here = count.getLong(2);
        rows += here;
        before.add(count.getLong(PERSONS));
        if (count.getInt(1) == SUPPRESSED) {
          suppressed += here;
        } else {
          byClass[count.getInt(1)] += here;
          personsByClass[count.getInt(1)] += count.getLong(PERSONS);
        }
      }
      for (int number = 0; number < byClass.length; number++) {
        if (byClass[number] > 0) {
          EquivalenceClass one = cuts.classes().get(number);
          sizes.merge(one.texts(), byClass[number], Long::sum);
          persons.merge(one.texts(), personsByClass[number], Long::sum);
          for (int at = 0; at < dimensions; at++) {
            lost[at] += byClass[number] * one.penalties()[at];
          }
        }
      }
      Map<String, Double> penalties = new LinkedHashMap<>();
      for (int at = 0; at < dimensions; at++) {
        String column = cuts.coding().quasiIdentifier(at).column();
        penalties.put(column, (lost[at] + suppressed) / rows);
      }
      long all = before.stream().mapToLong(Long::longValue).sum();
      if (population != null && all > population) {
        throw new DataProblem(
            "The population has %,d rows, but the table %,d. Give the rows of the whole population."
                .formatted(population, all));
      }
      before.removeIf(size -> size == 0);
      List<Long> after = persons.values().stream().filter(size -> size > 0).toList();
      double squares = sizes.values().stream().mapToDouble(size -> (double) size * size).sum();
      Loss loss =
          new Loss(
              penalties.values().stream().mapToDouble(Double::doubleValue).average().orElse(0),
              penalties,
              entropy(),
              squares + (double) suppressed * rows,
              after.isEmpty() ? null : (double) all / after.size() / k);
      return new Outcome(
          rows,
          suppressed,
          sizes.size(),
          loss,
          Risk.of(before, HIGH_RISK, population),
          Risk.of(after, HIGH_RISK, population),
          separation());
    }

    private Map<String, Separation> separation() {
      Map<String, Separation> found = new LinkedHashMap<>();
      for (int at = 0; at < cuts.coding().size(); at++) {
        Map<Object, Long> sizes = new HashMap<>();
        for (Row count : counts) {
          sizes.merge(count.getStruct(0).get(at), count.getLong(PERSONS), Long::sum);
        }
        sizes.values().removeIf(size -> size == 0);
        found.put(cuts.coding().quasiIdentifier(at).column(), Separation.of(sizes.values()));
      }
      found.put(TOGETHER, Separation.of(before));
      return found;
    }

    private double entropy() {
      int dimensions = cuts.coding().size();
      double sum = 0;
      for (int at = 0; at < dimensions; at++) {
        Map<Object, Long> original = new HashMap<>();
        Map<String, Map<Object, Long>> byText = new HashMap<>();
        for (Row count : counts) {
          Object value = count.getStruct(0).get(at);
          int number = count.getInt(1);
          String text =
              number == SUPPRESSED
                  ? Notation.EVERYTHING
                  : cuts.classes().get(number).texts().get(at);
          original.merge(value, count.getLong(2), Long::sum);
          byText
              .computeIfAbsent(text, unused -> new HashMap<>())
              .merge(value, count.getLong(2), Long::sum);
        }
        double whole = information(original);
        double left = byText.values().stream().mapToDouble(Tally::information).sorted().sum();
        sum += whole > 0 ? left / whole : 0;
      }
      return sum / dimensions;
    }

    /** Rows times entropy; sorted, so that the sum doesn't depend on the order of a map. */
    private static double information(Map<Object, Long> counts) {
      long[] sizes = counts.values().stream().mapToLong(Long::longValue).sorted().toArray();
      double all = Arrays.stream(sizes).sum();
      return Arrays.stream(sizes).mapToDouble(size -> -size * Math.log(size / all)).sum();
    }
  }
}
