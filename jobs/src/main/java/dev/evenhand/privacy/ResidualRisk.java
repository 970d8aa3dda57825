package dev.evenhand.privacy;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.anonymity.PopulationUniques;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.UsableDecisions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many are alone in all the features that remain, in the training set and, as an estimate, in
 * the population that it is a sample of. A person counts once for each combination of features it
 * has.
 *
 * @param population persons of the population; empty where the file does not say it
 */
record ResidualRisk(Optional<Long> population) {
  private static final String N = "n";

  /** The figures of a training set; who is alone shares his values with nobody else. */
  List<FigureRow> of(Dataset<Row> training) {
    SortedMap<Long, Long> sizes = sizes(training, same());
    long rows = sizes.entrySet().stream().mapToLong(each -> each.getKey() * each.getValue()).sum();
    List<FigureRow> figures = new ArrayList<>();
    figures.add(
        figure(Measures.UNIQUE_FEATURES)
            .value((double) sizes.getOrDefault(1L, 0L) / rows)
            .size(rows, null));
    figures.add(inPopulation(sizes, rows));
    return figures;
  }

  private FigureRow inPopulation(SortedMap<Long, Long> sizes, long rows) {
    FigureRow figure = figure(Measures.POPULATION_UNIQUE);
    if (population.isEmpty()) {
      return figure.because(
          Measures.UNDEFINED, "the file does not say how large the population is");
    }
    if (population.get() < rows) {
      return figure.because(
          Measures.UNDEFINED,
          "the population is smaller than the training set of " + rows + " rows");
    }
    Double uniques = PopulationUniques.of(sizes, population.get()).dankar();
    return uniques == null
        ? figure.because(Measures.UNDEFINED, "no estimator has an answer for these class sizes")
        : figure.value(uniques / population.get()).size(rows, null);
  }

  /** Rows with the same features have the same hash; two others do once in 10^19 pairs. */
  private static Column same() {
    return xxhash64(
        array_sort(map_entries(FeatureRows.NUMBERS.column())),
        array_sort(map_entries(FeatureRows.CATEGORIES.column())));
  }

  /** How many classes have so many persons. */
  private static SortedMap<Long, Long> sizes(Dataset<Row> rows, Column key) {
    Dataset<Row> classes =
        rows.groupBy(key.as("key")).agg(count_distinct(UsableDecisions.SUBJECT_KEY.column()).as(N));
    SortedMap<Long, Long> sizes = new TreeMap<>();
    SmallRows.sorted(classes.groupBy(col(N)).agg(count(lit(1))), N)
        .forEach(row -> sizes.put(row.getLong(0), row.getLong(1)));
    return sizes;
  }

  private static FigureRow figure(String metric) {
    return FigureRow.of(metric).dataset(Measures.DECISIONS).split("train");
  }
}
