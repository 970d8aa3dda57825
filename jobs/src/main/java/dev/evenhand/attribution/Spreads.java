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
import dev.evenhand.base.Quoted;
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
 * Of many more than {@value #SAMPLE} rows, spreads are those of about as many, drawn by a hash of
 * the row and the number of its copy.
 */
record Spreads(double[] lowest, double[] highest, double[] spread) implements Serializable {
  static final StructType SCHEMA =
      new StructType()
          .add("lowest", DataTypes.DoubleType, false)
          .add("highest", DataTypes.DoubleType, false)
          .add("spread", DataTypes.DoubleType, false);

  private static final long serialVersionUID = 1L;
  private static final int SAMPLE = 100_000;

  /**
   * @param numbers the entries whose spread is asked for; of others it is the range
   */
  static Spreads of(Dataset<?> rows, String features, int size, int[] numbers) {
    Dataset<Row> entries =
        rows.filter(col(Quoted.name(features)).isNotNull())
            .select(vector_to_array(col(Quoted.name(features)), "float64").as("x"));
    Row ranges = entries.agg(count(lit(1)), ranges(size)).head();
    long n = ranges.getLong(0);
    if (n == 0) {
      throw new DataProblem("No rows to learn spreads from. Give the training rows.");
    }
    double[] lowest = new double[size];
    double[] highest = new double[size];
    double[] spread = new double[size];
    for (int i = 0; i < size; i++) {
      lowest[i] = ranges.getDouble(1 + 2 * i);
      highest[i] = ranges.getDouble(2 + 2 * i);
      spread[i] = highest[i] > lowest[i] ? highest[i] - lowest[i] : 1;
    }
    if (numbers.length > 0) {
      Dataset<Row> some = some(entries, n / SAMPLE);
      try {
        fill(some, numbers, spread);
      } finally {
        some.unpersist();
      }
    }
    return new Spreads(lowest, highest, spread);
  }

  /** About one of so many rows, kept since it is read twice. */
  private static Dataset<Row> some(Dataset<Row> entries, long of) {
    Column draw = pmod(xxhash64(col("x"), col(Copies.NUMBER)), lit(of));
    return of < 2 ? entries : Copies.each(Copies.counted(entries)).filter(draw.equalTo(0)).cache();
  }

  private static void fill(Dataset<Row> some, int[] numbers, double[] spread) {
    Column[] quartiles =
        Arrays.stream(numbers)
            .mapToObj(i -> percentile(entry(i), lit(new double[] {0.25, 0.5, 0.75})))
            .toArray(Column[]::new);
    Row found = some.agg(lit(0), quartiles).head();
    Column[] distances = new Column[numbers.length];
    for (int k = 0; k < numbers.length; k++) {
      double median = found.isNullAt(k + 1) ? 0 : found.<Double>getList(k + 1).get(1);
      distances[k] = percentile(abs(entry(numbers[k]).minus(median)), lit(0.5));
    }
    Row away = some.agg(lit(0), distances).head();
    for (int k = 0; k < numbers.length && !found.isNullAt(k + 1); k++) {
      List<Double> of = found.getList(k + 1);
      double between = of.get(2) - of.get(0);
      double deviation = away.getDouble(k + 1);
      double usual = deviation > 0 ? deviation : between;
      spread[numbers[k]] = usual > 0 ? usual : spread[numbers[k]];
    }
  }

  /** Of a vector of which nothing is known yet. */
  static Spreads unknown(int size) {
    return new Spreads(new double[size], new double[size], new double[size]);
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
