package dev.evenhand.attribution;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Explains rows of any model by scoring samples around them. A row's samples follow one another in
 * its own partition, so that a line is drawn through them without a shuffle.
 */
record Sampled(
    Transformer model, List<Vector> background, Explaining explaining, ScoreColumn score) {
  static final String FIT = "r2";
  private static final String SAMPLE = "evenhand_sample";
  private static final String PAYLOAD = "evenhand_row";
  private static final String SCORE = "evenhand_score";

  /**
   * A sample of so many rows without replacement, or all if there are no more: those with the
   * smallest hashes, of which equal rows have one each.
   */
  static List<Vector> some(Dataset<?> rows, String features, int most) {
    List<Vector> chosen = new ArrayList<>();
    Dataset<Row> vectors =
        rows.select(col(Quoted.name(features)).as("vector")).filter("vector IS NOT NULL");
    Column number = col(Copies.NUMBER);
    Copies.each(Copies.counted(vectors))
        .orderBy(xxhash64(col("vector"), number), col("vector"), number)
        .limit(most)
        .collectAsList()
        .forEach(row -> chosen.add(row.getAs(0)));
    Background.checkRows(chosen.size());
    return chosen;
  }

  /** The mean score of the background. */
  double base(Dataset<?> rows) {
    List<Row> vectors = background.stream().map(RowFactory::create).toList();
    StructType schema =
        new StructType().add(explaining.features(), SQLDataTypes.VectorType(), false);
    Dataset<Row> scored =
        model.transform(rows.sparkSession().createDataFrame(vectors, schema).coalesce(1));
    return scored.select(avg(score.of(scored.schema()))).head().getDouble(0);
  }

  /** The rows with contributions, base and fit. */
  Dataset<Row> of(Dataset<?> rows, Surrogate plan, Players players) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    Samples samples = new Samples(plan, background.toArray(Vector[]::new), players.ofEntry());
    Broadcast<Samples> shared = context.broadcast(samples);
    StructType schema = rows.schema();
    StructType expanded =
        new StructType()
            .add(SAMPLE, DataTypes.IntegerType, false)
            .add(PAYLOAD, schema, true)
            .add(explaining.features(), SQLDataTypes.VectorType(), true);
    int place = schema.fieldIndex(explaining.features());
    FlatMapFunction<Row, Row> expand = row -> shared.value().around(row, row.getAs(place));
    Metadata metadata = schema.apply(place).metadata();
    Column features = col(explaining.features());
    Dataset<Row> made =
        rows.toDF()
            .flatMap(expand, Encoders.row(expanded))
            .withColumn(explaining.features(), features.as(explaining.features(), metadata));
    Dataset<Row> scored = model.transform(made);
    StructType result = schemaAfter(schema, players);
    MapPartitionsFunction<Row, Row> draw =
        part -> new DrawnLines(part, shared.value().plan(), schema.size(), place);
    return scored
        .select(col(SAMPLE), col(PAYLOAD), score.of(scored.schema()).as(SCORE))
        .mapPartitions(draw, Encoders.row(result));
  }

  private StructType schemaAfter(StructType schema, Players players) {
    String name = explaining.contributions();
    for (String added : List.of(name, explaining.base(), FIT)) {
      if (Arrays.asList(schema.fieldNames()).contains(added)) {
        throw new DataProblem("The table has a column '" + added + "' already. Drop it.");
      }
    }
    return schema
        .add(
            new StructField(name, SQLDataTypes.VectorType(), true, Explaining.named(name, players)))
        .add(explaining.base(), DataTypes.DoubleType, true)
        .add(FIT, DataTypes.DoubleType, true);
  }

  static StructType schemaAfter(StructType schema, Explaining explaining) {
    explaining.requireFeatures(schema);
    return schema
        .add(explaining.contributions(), SQLDataTypes.VectorType(), true)
        .add(explaining.base(), DataTypes.DoubleType, true)
        .add(FIT, DataTypes.DoubleType, true);
  }
}
