package dev.evenhand.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.rint;

import dev.evenhand.base.Quoted;
import dev.evenhand.learn.MixedMetric.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Rows made in their strata.
 *
 * <p>By groups of an RDD and not by columns: nearest neighbours among the rows of a region are
 * loops over pairs.
 */
final class MadeRows {
  private MadeRows() {}

  /**
   * The made rows, with the columns of the rows they come from, numbered from 1 in the output.
   *
   * @param timed the rows with stratum, hash and times
   * @param names the columns that are kept
   */
  static Dataset<Row> of(
      Dataset<Row> timed,
      List<String> names,
      List<MixedRows.Space> spaces,
      Smoting params,
      String output) {
    Object[] made =
        IntStream.range(0, spaces.size()).filter(i -> spaces.get(i) != null).boxed().toArray();
    Dataset<Row> sources = MixedRows.arrays(timed.filter(col(Strata.STRATUM).isin(made)), params);
    int stratum = sources.schema().fieldIndex(Strata.STRATUM);
    int k = params.neighbours();
    var rows =
        sources
            .toJavaRDD()
            .mapToPair(
                row -> {
                  int i = row.getInt(stratum);
                  return new Tuple2<>(
                      spaces.get(i).regions().placeOf(i, MixedRows.sample(row)), row);
                })
            .groupByKey()
            .flatMap(group -> madeFrom(group._2(), spaces.get(group._1().stratum()).metric(), k));
    StructType schema = sources.schema().add(output, DataTypes.IntegerType, false);
    Dataset<Row> table = timed.sparkSession().createDataFrame(rows, schema);
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      DataType type = timed.schema().apply(name).dataType();
      columns.add(value(name, type, params).as(name));
    }
    columns.add(col(output));
    return table.select(columns.toArray(Column[]::new));
  }

  private static Column value(String name, DataType type, Smoting params) {
    int number = params.numbers().indexOf(name);
    int category = params.categories().indexOf(name);
    if (number >= 0) {
      Column value = element_at(col(MixedRows.NUMBERS), number + 1);
      boolean hasFractions =
          type instanceof DoubleType || type instanceof FloatType || type instanceof DecimalType;
      return (hasFractions ? value : rint(value)).cast(type);
    }
    return category >= 0
        ? element_at(col(MixedRows.CATEGORIES), category + 1).cast(type)
        : col(Quoted.name(name));
  }

  private static Iterator<Row> madeFrom(Iterable<Row> group, MixedMetric metric, int k) {
    List<Row> rows = new ArrayList<>();
    group.forEach(rows::add);
    StructType schema = rows.get(0).schema();
    int hash = schema.fieldIndex(Strata.HASH);
    int times = schema.fieldIndex(Strata.TIMES);
    int numbers = schema.fieldIndex(MixedRows.NUMBERS);
    int categories = schema.fieldIndex(MixedRows.CATEGORIES);
    rows.sort(Comparator.comparingLong(row -> row.getLong(hash)));
    List<Sample> samples = rows.stream().map(MixedRows::sample).toList();
    Neighbourhood neighbourhood = new Neighbourhood(samples, metric, k);
    List<Row> made = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      int[] nearest = rows.get(i).getInt(times) > 1 ? neighbourhood.nearest(i) : new int[0];
      for (int n = 1; n < rows.get(i).getInt(times); n++) {
        Object[] values = new Object[schema.size() + 1];
        for (int c = 0; c < schema.size(); c++) {
          values[c] = rows.get(i).get(c);
        }
        values[numbers] = Arrays.stream(neighbourhood.numbers(i, nearest, n)).boxed().toArray();
        values[categories] = neighbourhood.categories(i, nearest);
        values[schema.size()] = n;
        made.add(RowFactory.create(values));
      }
    }
    return made.iterator();
  }
}
