package dev.evenhand.learn;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of strata taken by the hash of their key, exactly as many as are wanted.
 *
 * <p>Of a stratum's n rows, the r with the smallest hashes are taken once more. Hashes are uniform,
 * so the r-th smallest lies near the share r/n of their range: only rows in a window around it, a
 * few times √n, are brought together and ordered. Nothing depends on partitions.
 */
final class Strata {
  /** How often a row is taken. */
  static final String TIMES = "__stratum_times";

  /** The row's stratum: its place in the list; null for rows of none. */
  static final String STRATUM = "__stratum";

  /** The hash of a row's key. */
  static final String HASH = "__stratum_hash";

  private static final int MOST_STRATA = 100_000;
  private static final double RANGE = 0x1p64;
  private static final double DEVIATIONS = 7;
  private static final double WIDER = 64;
  private static final String VALUE = "__stratum_value_";

  private Strata() {}

  /** The strata of the labelled rows, in the order of their text, with targets and cuts. */
  static List<Stratum> planned(Dataset<?> rows, Sampling params, SamplingTarget target) {
    params.check(rows.schema());
    Columns.require(rows.schema(), params.label(), "labelCol");
    List<Stratum> strata = target.of(counted(rows, params));
    Dataset<Row> hashed = timed(rows, strata, params);
    double window = DEVIATIONS;
    while (strata.stream().anyMatch(Strata::lacksCut)) {
      strata = cut(hashed, strata, window);
      window *= WIDER;
    }
    return strata;
  }

  private static boolean lacksCut(Stratum stratum) {
    return stratum.extra() > 0 && stratum.cut() == null;
  }

  private static List<Stratum> counted(Dataset<?> rows, Sampling params) {
    int columns = params.sensitive().size();
    List<Column> keys = new ArrayList<>();
    params.sensitive().forEach(column -> keys.add(Columns.group(column)));
    keys.add(col(params.label()).cast("double"));
    List<Row> counts =
        rows.filter(hasLabel(params))
            .groupBy(keys.toArray(Column[]::new))
            .agg(count(lit(1)))
            .limit(MOST_STRATA + 1)
            .collectAsList();
    if (counts.size() > MOST_STRATA) {
      throw new DataProblem("Sampling: more than " + MOST_STRATA + " strata. Group their values.");
    }
    if (counts.isEmpty()) {
      throw new DataProblem("Sampling: no row has a label.");
    }
    List<Stratum> strata = new ArrayList<>();
    for (Row row : ReweighingModel.ordered(counts)) {
      List<String> group = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        group.add(row.getString(i));
      }
      strata.add(new Stratum(group, row.getDouble(columns), row.getLong(columns + 1), 0, null));
    }
    return strata;
  }

  private static Column hasLabel(Sampling params) {
    Column label = col(params.label()).cast("double");
    return label.isNotNull().and(functions.not(label.isNaN()));
  }

  /** The rows with stratum, hash and the number of times each is taken; 1 without a stratum. */
  static Dataset<Row> timed(Dataset<?> rows, List<Stratum> strata, Sampling params) {
    Dataset<Row> numbers =
        rows.sparkSession().createDataFrame(table(strata), schema(params.sensitive().size()));
    Column matches = rows.col(params.label()).cast("double").equalTo(numbers.col(VALUE + "label"));
    for (int i = 0; i < params.sensitive().size(); i++) {
      Column value = rows.col(Quoted.name(params.sensitive().get(i))).cast("string");
      matches = matches.and(coalesce(value, lit("unknown")).equalTo(numbers.col(VALUE + i)));
    }
    List<Column> columns = new ArrayList<>();
    for (String name : rows.columns()) {
      columns.add(rows.col(Quoted.name(name)));
    }
    columns.add(numbers.col(STRATUM));
    Column hash = xxhash64(lit(params.seedValue()), rows.col(params.key()).cast("string"));
    columns.add(when(numbers.col(STRATUM).isNotNull(), hash).as(HASH));
    Column more = when(hash.leq(numbers.col(VALUE + "cut")), 1).otherwise(0);
    columns.add(coalesce(numbers.col(VALUE + "times"), lit(1)).plus(more).as(TIMES));
    return rows.toDF()
        .join(broadcast(numbers), matches, "left")
        .select(columns.toArray(Column[]::new));
  }

  private static StructType schema(int groups) {
    StructType schema =
        new StructType()
            .add(STRATUM, DataTypes.IntegerType)
            .add(VALUE + "label", DataTypes.DoubleType)
            .add(VALUE + "times", DataTypes.IntegerType)
            .add(VALUE + "cut", DataTypes.LongType);
    for (int i = 0; i < groups; i++) {
      schema = schema.add(VALUE + i, DataTypes.StringType);
    }
    return schema;
  }

  private static List<Row> table(List<Stratum> strata) {
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < strata.size(); i++) {
      Stratum stratum = strata.get(i);
      List<Object> values = new ArrayList<>();
      values.add(i);
      values.add(stratum.label());
      values.add((int) stratum.times());
      values.add(stratum.cut());
      values.addAll(stratum.group());
      table.add(RowFactory.create(values.toArray()));
    }
    return table;
  }

  /** Finds the cuts that lie within so many deviations of their expected place. */
  private static List<Stratum> cut(Dataset<Row> hashed, List<Stratum> strata, double window) {
    Dataset<Row> wanted = windows(hashed, strata, window);
    Column hash = col(HASH);
    Column isNear = hash.geq(col("low")).and(hash.leq(col("high")));
    Column near = sort_array(collect_list(when(isNear, hash)));
    Column place = col("extra").minus(col("below")).cast("int");
    List<Row> found =
        hashed
            .select(STRATUM, HASH)
            .join(broadcast(wanted), STRATUM)
            .groupBy(STRATUM, "extra")
            .agg(count(when(hash.lt(col("low")), 1)).as("below"), near.as("near"))
            .select(
                col(STRATUM),
                functions.get(col("near"), place.minus(1)),
                functions.get(col("near"), place))
            .collectAsList();
    List<Stratum> strataWithCuts = new ArrayList<>(strata);
    for (Row row : found) {
      if (!row.isNullAt(1) && !row.isNullAt(2)) {
        requireDistinct(row.getLong(1), row.getLong(2));
        strataWithCuts.set(row.getInt(0), strata.get(row.getInt(0)).with(row.getLong(1)));
      }
    }
    return strataWithCuts;
  }

  private static void requireDistinct(long cut, long next) {
    if (cut == next) {
      throw new DataProblem(
          "Sampling: rows share a key or have none, so they can't be told apart. "
              + "Name a keyCol whose value no two rows share.");
    }
  }

  private static Dataset<Row> windows(Dataset<Row> hashed, List<Stratum> strata, double window) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < strata.size(); i++) {
      Stratum stratum = strata.get(i);
      if (lacksCut(stratum)) {
        double share = (double) stratum.extra() / stratum.rows();
        double spread =
            window * (Math.sqrt(share * (1 - share) / stratum.rows()) + 1.0 / stratum.rows());
        rows.add(
            RowFactory.create(i, stratum.extra(), hashAt(share - spread), hashAt(share + spread)));
      }
    }
    return hashed
        .sparkSession()
        .createDataFrame(
            rows,
            new StructType()
                .add(STRATUM, DataTypes.IntegerType)
                .add("extra", DataTypes.LongType)
                .add("low", DataTypes.LongType)
                .add("high", DataTypes.LongType));
  }

  /** The hash below which a share of all hashes lies; casts to long saturate. */
  static long hashAt(double share) {
    return (long) (share * RANGE - RANGE / 2);
  }
}
