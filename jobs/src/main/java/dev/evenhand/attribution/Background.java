package dev.evenhand.attribution;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Digits;
import dev.evenhand.base.Quoted;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a model needs to know of background rows, however many: their mean if it is linear, and of
 * trees how many rows give which answers to each unit.
 *
 * @param mean empty of trees
 * @param counts rows by answers, of each unit; empty of linear models
 */
record Background(long rows, double[] mean, List<Map<Long, Long>> counts) implements Serializable {
  private static final long serialVersionUID = 1L;

  static final StructType SCHEMA =
      new StructType()
          .add("unit", DataTypes.IntegerType, false)
          .add("answers", DataTypes.LongType, false)
          .add("rows", DataTypes.LongType, false)
          .add("mean", DataTypes.createArrayType(DataTypes.DoubleType, false), true);

  /** Marks the row that says how many units there are, how many rows, and their mean. */
  private static final int TOTALS = -1;

  private static final int MOST_COUNTS = 4_000_000;

  static Background of(ModelForm form, Dataset<?> rows, String features) {
    if (form instanceof TreeForm trees) {
      return answers(trees, rows, features);
    }
    List<Row> totals = // grouped, since the mean of no rows is no mean but an error
        rows.filter(col(Quoted.name(features)).isNotNull())
            .groupBy(lit(1))
            .agg(Summarizer.mean(col(Quoted.name(features))), count(lit(1)))
            .collectAsList();
    checkRows(totals.size());
    long n = totals.get(0).getLong(2);
    double[] mean = totals.get(0).<Vector>getAs(1).toArray();
    return new Background(n, Arrays.stream(mean).map(Digits::rounded).toArray(), List.of());
  }

  static void checkRows(long rows) {
    if (rows == 0) {
      throw new DataProblem("The background has no rows. Give the training rows, or some of them.");
    }
  }

  private static Background answers(TreeForm form, Dataset<?> rows, String features) {
    FeatureCuts cuts = form.cuts();
    List<Unit> units = Units.of(form.trees(), cuts, new int[form.features()]);
    StructType counted = new StructType(Arrays.copyOf(SCHEMA.fields(), SCHEMA.fields().length - 1));
    int size = form.features();
    MapPartitionsFunction<Row, Row> count = part -> counted(part, cuts, units, size);
    List<Row> sums =
        rows.select(col(Quoted.name(features)))
            .filter(col(Quoted.name(features)).isNotNull())
            .mapPartitions(count, Encoders.row(counted))
            .groupBy("unit", "answers")
            .agg(sum("rows"))
            .limit(MOST_COUNTS + 1)
            .collectAsList();
    if (sums.size() > MOST_COUNTS) {
      throw new DataProblem("The background has too many rows for trees so deep. Give fewer.");
    }
    List<Map<Long, Long>> counts = empty(units.size());
    long n = 0;
    for (Row row : sums) {
      if (row.getInt(0) == TOTALS) {
        n = row.getLong(2);
      } else {
        counts.get(row.getInt(0)).put(row.getLong(1), row.getLong(2));
      }
    }
    checkRows(n);
    return new Background(n, new double[0], counts);
  }

  private static List<Map<Long, Long>> empty(int units) {
    List<Map<Long, Long>> counts = new ArrayList<>();
    for (int u = 0; u < units; u++) {
      counts.add(new TreeMap<>());
    }
    return counts;
  }

  private static Iterator<Row> counted(
      Iterator<Row> part, FeatureCuts cuts, List<Unit> units, int size) {
    List<Map<Long, Long>> counts = empty(units.size());
    long n = 0;
    int held = 0;
    while (part.hasNext()) {
      int[] bins = cuts.bins(checked(part.next().getAs(0), size));
      for (int u = 0; u < counts.size(); u++) {
        held += counts.get(u).merge(units.get(u).answers(bins), 1L, Long::sum) == 1 ? 1 : 0;
      }
      n++;
      if (held > MOST_COUNTS) {
        throw new DataProblem("The background has too many rows for trees so deep. Give fewer.");
      }
    }
    List<Row> rows = new ArrayList<>();
    rows.add(RowFactory.create(TOTALS, 0L, n));
    for (int u = 0; u < counts.size(); u++) {
      int unit = u;
      counts.get(u).forEach((answers, of) -> rows.add(RowFactory.create(unit, answers, of)));
    }
    return rows.iterator();
  }

  private static Vector checked(Vector row, int size) {
    if (row.size() != size) {
      throw new DataProblem(
          "A background row's vector has %d entries, the model reads %d."
              .formatted(row.size(), size));
    }
    return row;
  }

  /** The game of a leaf against the background's rows. */
  LeafGame game(int unit, LeafPath leaf) {
    Map<Long, Long> satisfied = new TreeMap<>();
    counts
        .get(unit)
        .forEach((answers, n) -> satisfied.merge(leaf.satisfied(answers), n, Long::sum));
    return new InterventionalLeaf(
        leaf,
        satisfied.keySet().stream().mapToLong(Long::longValue).toArray(),
        satisfied.values().stream().mapToDouble(n -> (double) n / rows).toArray());
  }

  List<Row> toRows() {
    List<Row> saved = new ArrayList<>();
    List<Double> means = Arrays.stream(mean).boxed().toList();
    saved.add(RowFactory.create(TOTALS, (long) counts.size(), rows, means.toArray(Double[]::new)));
    for (int u = 0; u < counts.size(); u++) {
      int unit = u;
      counts.get(u).forEach((answers, n) -> saved.add(RowFactory.create(unit, answers, n, null)));
    }
    return saved;
  }

  static Background fromRows(List<Row> saved) {
    Row totals = saved.stream().filter(row -> row.getInt(0) == TOTALS).findFirst().orElseThrow();
    List<Map<Long, Long>> counts =
        totals.getLong(1) == 0 ? Collections.emptyList() : empty((int) totals.getLong(1));
    for (Row row : saved) {
      if (row.getInt(0) != TOTALS) {
        counts.get(row.getInt(0)).put(row.getLong(1), row.getLong(2));
      }
    }
    double[] mean = totals.<Double>getList(3).stream().mapToDouble(Double::doubleValue).toArray();
    return new Background(totals.getLong(2), mean, counts);
  }
}
