package dev.evenhand.attribution;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.stddev;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.Quoted;
import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * How a model's score moves with one feature: of each row (individual conditional expectation,
 * Goldstein et al. 2015), f(x with the feature set to v), and on the mean over rows (partial
 * dependence, Friedman 2001).
 */
public final class PartialDependence {
  /** Which value of the probe a row was set to. */
  public static final String VALUE = "probed_value";

  public static final String LABEL = "probed_label";
  public static final String SCORE = "probed_score";
  private static final String ROW = "probed_row";

  private PartialDependence() {}

  /**
   * The rows once for each value of a probe, with its number, its label and the model's score
   * there.
   *
   * @param features the vector that the model reads
   * @param score a vector's entry 1, or a number; empty for probability or prediction
   */
  public static Dataset<Row> curves(
      Transformer model, Dataset<?> rows, String features, FeatureProbe probe, String score) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    Variants variants = new Variants(context.broadcast(probe));
    var vectors = DataTypes.createArrayType(SQLDataTypes.VectorType(), false);
    Column[] kept =
        Arrays.stream(rows.columns()).map(c -> col(Quoted.name(c))).toArray(Column[]::new);
    Dataset<Row> each =
        rows.select(
                struct(kept).as(ROW),
                posexplode(udf(variants, vectors).apply(col(Quoted.name(features))))
                    .as(new String[] {VALUE, features}))
            .withColumn(LABEL, element_at(lit(probe.labels()), col(VALUE).plus(1)));
    Dataset<Row> scored = model.transform(each);
    Column of = new ScoreColumn(score, 1).of(scored.schema());
    return scored.select(col(ROW + ".*"), col(VALUE), col(LABEL), of.as(SCORE));
  }

  /** One row a value: probed_value, probed_label, n, mean, ci_low and ci_high (95 %, normal). */
  public static Dataset<Row> of(
      Transformer model, Dataset<?> rows, String features, FeatureProbe probe, String score) {
    Column half = Normal.half(col("deviation"), col("n"));
    return curves(model, rows, features, probe, score)
        .groupBy(VALUE)
        .agg(
            max(LABEL).as(LABEL),
            count(lit(1)).as("n"),
            avg(SCORE).as("mean"),
            stddev(col(SCORE)).as("deviation"))
        .withColumn("ci_low", when(col("n").gt(1), col("mean").minus(half)))
        .withColumn("ci_high", when(col("n").gt(1), col("mean").plus(half)))
        .drop("deviation")
        .orderBy(VALUE);
  }

  /** A vector with its feature set to each value. */
  private record Variants(Broadcast<FeatureProbe> probe) implements UDF1<Vector, Vector[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public Vector[] call(Vector row) {
      FeatureProbe of = probe.value();
      Vector[] variants = new Vector[row == null ? 0 : of.values().length];
      for (int v = 0; v < variants.length; v++) {
        double[] values = row.toArray().clone();
        for (int e = 0; e < of.entries().length; e++) {
          values[of.entries()[e]] = of.values()[v][e];
        }
        variants[v] = Vectors.dense(values);
      }
      return variants;
    }
  }
}
