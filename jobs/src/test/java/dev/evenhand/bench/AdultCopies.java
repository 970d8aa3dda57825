package dev.evenhand.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Any number of rows like those of a census file: each is one of its rows drawn with replacement,
 * the age moved by -3 to 3 years within the file's ages, and every other quasi-identifier replaced,
 * with probability 0.03, by that of another row. A row depends on its number and the seed alone.
 */
record AdultCopies(List<String> columns, String[][] source, int youngest, int oldest)
    implements Serializable {
  private static final String AGE = "age";
  private static final String KEPT = "salary-class";
  private static final long SEED = 42;
  private static final double REPLACED = 0.03;
  private static final int PARTITIONS = 8;

  /** The file has 30,162 rows: they fit anywhere. */
  static AdultCopies of(Dataset<Row> file) {
    List<String> columns = Arrays.asList(file.columns());
    int age = columns.indexOf(AGE);
    List<String[]> rows = new ArrayList<>();
    int youngest = Integer.MAX_VALUE;
    int oldest = Integer.MIN_VALUE;
    for (Row row : file.collectAsList()) {
      String[] values = new String[columns.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = row.getString(i);
      }
      rows.add(values);
      youngest = Math.min(youngest, Integer.parseInt(values[age]));
      oldest = Math.max(oldest, Integer.parseInt(values[age]));
    }
    return new AdultCopies(columns, rows.toArray(String[][]::new), youngest, oldest);
  }

  List<String> quasiIdentifiers() {
    return columns.stream().filter(column -> !column.equals(KEPT)).toList();
  }

  Dataset<Row> rows(SparkSession spark, long n) {
    StructType schema = new StructType();
    for (String column : columns) {
      schema =
          schema.add(column, column.equals(AGE) ? DataTypes.IntegerType : DataTypes.StringType);
    }
    return spark
        .range(0, n, 1, PARTITIONS)
        .map((MapFunction<Long, Row>) this::row, Encoders.row(schema));
  }

  private Row row(long number) {
    SplittableRandom random = new SplittableRandom(SEED + number * 0x9E3779B97F4A7C15L);
    String[] drawn = source[random.nextInt(source.length)];
    Object[] values = new Object[drawn.length];
    for (int i = 0; i < values.length; i++) {
      String column = columns.get(i);
      if (column.equals(AGE)) {
        int age = Integer.parseInt(drawn[i]) + random.nextInt(7) - 3;
        values[i] = Math.max(youngest, Math.min(oldest, age));
      } else if (!column.equals(KEPT) && random.nextDouble() < REPLACED) {
        values[i] = source[random.nextInt(source.length)][i];
      } else {
        values[i] = drawn[i];
      }
    }
    return RowFactory.create(values);
  }
}
