package dev.evenhand.anonymity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Counts the distinct combinations of a table's quasi-identifiers, in one aggregation.
 *
 * <p>Only the combinations come to the driver, at most {@link #MOST_TUPLES}; a table with more is
 * refused with the remedy (round numbers, shorten codes), before anything is collected.
 */
final class TupleReader {
  /** About 400 MB on the driver with eight quasi-identifiers. */
  static final int MOST_TUPLES = 4_000_000;

  /** So many numbers of that size as there can be rows have a sum. */
  private static final double LARGEST = Double.MAX_VALUE / Long.MAX_VALUE;

  /** How many rows have the combination. */
  static final String ROWS = "rows";

  private static final String WEIGHT = "weight";
  private static final String FIRST = "first_hash";
  private static final String SECOND = "second_hash";

  private final List<QuasiIdentifier> quasiIdentifiers;
  private final Column sensitive;
  private final Recoding recoding;
  private final List<List<String>> known = new ArrayList<>();

  /**
   * @param sensitive the sensitive value as text; null where there is none
   */
  TupleReader(List<QuasiIdentifier> quasiIdentifiers, Column sensitive, Recoding recoding) {
    this.quasiIdentifiers = quasiIdentifiers;
    this.recoding = recoding;
    this.sensitive = sensitive;
  }

  /** Reads a table with the values of an earlier one in front of those that are new. */
  TupleReader(Coding earlier, Column sensitive) {
    this(earlier.quasiIdentifiers(), sensitive, Recoding.SETS);
    for (int at = 0; at < earlier.size(); at++) {
      known.add(earlier.vocabulary(at));
    }
  }

  /** The combinations of a table, how they are coded and hashed, and the sensitive values. */
  record Table(
      Tuples tuples, Coding coding, ClassIndex.Hashes hashes, SensitiveValues sensitiveValues) {}

  /**
   * @param weights of {@link GroupWeights}; null where every row counts alike
   */
  Table read(Dataset<Row> rows, Column weights) {
    return encode(collect(rows, weights), weights != null);
  }

  private List<Row> collect(Dataset<Row> rows, Column weights) {
    List<Column> keys = new ArrayList<>();
    for (QuasiIdentifier quasiIdentifier : quasiIdentifiers) {
      keys.add(quasiIdentifier.key().as("q" + keys.size()));
    }
    Column[] hashed =
        IntStream.range(0, keys.size())
            .mapToObj(at -> quasiIdentifiers.get(at).hashed(col("q" + at)))
            .toArray(Column[]::new);
    if (sensitive != null) {
      keys.add(sensitive.as("s"));
    }
    Column[] weighed = weights == null ? new Column[0] : new Column[] {sum(weights).as(WEIGHT)};
    Dataset<Row> counts =
        rows.groupBy(keys.toArray(Column[]::new))
            .agg(count(lit(1)).as(ROWS), weighed)
            .withColumn(FIRST, ClassIndex.Hashes.first(hashed))
            .withColumn(SECOND, ClassIndex.Hashes.second(hashed))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long size = counts.count();
      if (size > MOST_TUPLES) {
        throw new DataProblem(tooMany(size));
      }
      return counts.collectAsList();
    } finally {
      counts.unpersist();
    }
  }

  String tooMany(long size) {
    return String.format(
        "The quasi-identifiers (%s)%s have %,d distinct combinations, at most %,d can be cut. "
            + "Round numbers or shorten codes before.",
        String.join(", ", quasiIdentifiers.stream().map(QuasiIdentifier::column).toList()),
        sensitive == null ? "" : ", with the sensitive value and the mark of each row,",
        size,
        MOST_TUPLES);
  }

  private Table encode(List<Row> counts, boolean isWeighted) {
    if (counts.isEmpty()) {
      throw new DataProblem("The table to anonymize has no rows. Check its path and filters.");
    }
    int dimensions = quasiIdentifiers.size();
    Domain[] domains = new Domain[dimensions];
    List<List<String>> vocabularies = new ArrayList<>();
    int[][] codes = new int[dimensions + 1][];
    for (int at = 0; at < dimensions; at++) {
      QuasiIdentifier quasiIdentifier = quasiIdentifiers.get(at);
      if (quasiIdentifier.isNumeric()) {
        domains[at] = numbers(counts, at);
        if (quasiIdentifier.tree().isPresent()) {
          HierarchyCheck.numbers(quasiIdentifier, quasiIdentifier.tree().get(), counts, at);
        }
        vocabularies.add(List.of());
      } else {
        List<String> values = values(at, counts);
        vocabularies.add(values);
        domains[at] = domain(quasiIdentifier, values);
      }
      codes[at] = codes(counts, at, domains[at]);
    }
    List<String> sensitiveValues = List.of("");
    if (sensitive != null) {
      sensitiveValues = distinct(counts, dimensions);
      codes[dimensions] = codes(counts, dimensions, new ValueDomain(sensitiveValues, false));
    }
    int[] rows = new int[counts.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Math.toIntExact(counts.get(i).<Long>getAs(ROWS));
    }
    double[] weights =
        counts.stream()
            .mapToDouble(
                row ->
                    isWeighted
                        ? row.<Long>getAs(WEIGHT) / GroupWeights.UNITS
                        : row.<Long>getAs(ROWS))
            .toArray();
    TupleMerger.Merged merged =
        new TupleMerger(domains, codes, rows, weights).merge(sensitiveValues.size());
    return new Table(
        merged.tuples(),
        new Coding(quasiIdentifiers, vocabularies),
        hashes(counts, merged.entries()),
        sensitiveRows(merged.tuples(), sensitiveValues));
  }

  private static ClassIndex.Hashes hashes(List<Row> counts, int[] entries) {
    long[] longs = new long[entries.length];
    int[] ints = new int[entries.length];
    for (int tuple = 0; tuple < entries.length; tuple++) {
      Row entry = counts.get(entries[tuple]);
      longs[tuple] = entry.<Long>getAs(FIRST);
      ints[tuple] = entry.<Integer>getAs(SECOND);
    }
    return new ClassIndex.Hashes(longs, ints);
  }

  private Domain domain(QuasiIdentifier quasiIdentifier, List<String> values) {
    boolean isOrdered = quasiIdentifier.kind() == QuasiIdentifier.Kind.ORDERED;
    return recoding == Recoding.LABELS && !isOrdered
        ? new LabelDomain(values, quasiIdentifier.tree().orElseGet(() -> Hierarchy.flat(values)))
        : new ValueDomain(values, isOrdered);
  }

  private static SensitiveValues sensitiveRows(Tuples tuples, List<String> values) {
    long[] rows = new long[values.size()];
    for (int tuple = 0; tuple < tuples.size(); tuple++) {
      tuples.addSensitive(tuple, rows, 1);
    }
    return new SensitiveValues(values, rows);
  }

  private NumberDomain numbers(List<Row> counts, int at) {
    TreeSet<Double> found = new TreeSet<>();
    boolean hasMissing = false;
    for (Row row : counts) {
      if (row.isNullAt(at)) {
        hasMissing = true;
      } else {
        found.add(row.getDouble(at));
      }
    }
    if (!found.isEmpty() && Math.max(-found.first(), found.last()) > LARGEST) {
      throw new DataProblem(
          "Column '%s' holds numbers that are infinite or too large to be added up. Mend them before."
              .formatted(quasiIdentifiers.get(at).column()));
    }
    return new NumberDomain(found.stream().mapToDouble(Double::doubleValue).toArray(), hasMissing);
  }

  private static List<String> distinct(List<Row> counts, int at) {
    TreeSet<String> found = new TreeSet<>();
    counts.forEach(row -> found.add(row.getString(at)));
    return List.copyOf(found);
  }

  private List<String> values(int at, List<Row> counts) {
    QuasiIdentifier quasiIdentifier = quasiIdentifiers.get(at);
    if (!known.isEmpty()) {
      Set<String> all = new LinkedHashSet<>(known.get(at));
      all.addAll(distinct(counts, at));
      return List.copyOf(all);
    }
    if (quasiIdentifier.tree().isEmpty()) {
      return distinct(counts, at);
    }
    List<String> leaves = quasiIdentifier.tree().get().leaves();
    HierarchyCheck.values(quasiIdentifier, leaves, counts, at);
    return leaves;
  }

  private static int[] codes(List<Row> counts, int at, Domain domain) {
    Map<Object, Integer> known = new HashMap<>();
    int[] codes = new int[counts.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = known.computeIfAbsent(counts.get(i).get(at), domain::code);
    }
    return codes;
  }
}
