package dev.evenhand.attribution;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.base.DataProblem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The range of each entry on the training rows, and its spread: the median distance to the median,
 * where that is 0 the distance between quartiles, where that is 0 the range, where that is 0 one.
 * Of more than {@value #SAMPLE} rows, spreads are those of about as many, chosen by a hash of the
 * row.
 */
record Spreads(double[] lowest, double[] highest, double[] spread) implements Serializable {
  static final StructType SCHEMA =
      new StructType()
          .add("lowest", DataTypes.DoubleType, false)
          .add("highest", DataTypes.DoubleType, false)
          .add("spread", DataTypes.DoubleType, false);

  private static final long serialVersionUID = 1L;
  private static final int SAMPLE = 100_000;

  static Spreads of(Dataset<?> rows, String features, int size) {
    Dataset<Row> entries =
        rows.filter(col(features).isNotNull())
            .select(vector_to_array(col(features), "float64").as("x"));
    Row ranges = entries.agg(count(lit(1)), ranges(size)).head();
    long n = ranges.getLong(0);
    if (n == 0) {
      throw new DataProblem("No rows to learn spreads from. Give the training rows.");
    }
    long one = Math.max(1, n / SAMPLE);
    Dataset<Row> some = entries.filter(pmod(xxhash64(col("x")), lit(one)).equalTo(0));
    double[] quartiles = numbers(some.agg(lit(0), quartiles(size)).head());
    double[] distances = numbers(some.agg(lit(0), distances(size, quartiles)).head());
    double[] lowest = new double[size];
    double[] highest = new double[size];
    double[] spread = new double[size];
    for (int i = 0; i < size; i++) {
      lowest[i] = ranges.getDouble(1 + 2 * i);
      highest[i] = ranges.getDouble(2 + 2 * i);
      double[] candidates = {
        distances[i], quartiles[3 * i + 2] - quartiles[3 * i], highest[i] - lowest[i], 1
      };
      spread[i] = Arrays.stream(candidates).filter(s -> s > 0).findFirst().orElse(1);
    }
    return new Spreads(lowest, highest, spread);
  }

  private static Column entry(int i) {
    return element_at(col("x"), i + 1);
  }

  private static Column[] ranges(int size) {
    List<Column> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      all.add(min(entry(i)));
      all.add(max(entry(i)));
    }
    return all.toArray(Column[]::new);
  }

  private static Column[] quartiles(int size) {
    List<Column> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      for (double share : new double[] {0.25, 0.5, 0.75}) {
        all.add(percentile(entry(i), lit(share)));
      }
    }
    return all.toArray(Column[]::new);
  }

  private static Column[] distances(int size, double[] quartiles) {
    Column[] all = new Column[size];
    for (int i = 0; i < size; i++) {
      all[i] = percentile(abs(entry(i).minus(quartiles[3 * i + 1])), lit(0.5));
    }
    return all;
  }

  private static double[] numbers(Row row) {
    double[] numbers = new double[row.size() - 1];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = row.isNullAt(i + 1) ? 0 : row.getDouble(i + 1);
    }
    return numbers;
  }

  List<Row> toRows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < spread.length; i++) {
      rows.add(RowFactory.create(lowest[i], highest[i], spread[i]));
    }
    return rows;
  }

  static Spreads fromRows(List<Row> rows) {
    double[][] columns = new double[3][];
    for (int k = 0; k < 3; k++) {
      int column = k;
      columns[k] = rows.stream().mapToDouble(row -> row.getDouble(column)).toArray();
    }
    return new Spreads(columns[0], columns[1], columns[2]);
  }
}
