package dev.evenhand.attribution;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.last_value;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.stddev;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/**
 * What a model loses without a feature: mean loss with the feature's values exchanged between rows,
 * minus mean loss as it is. Breiman (2001); Fisher, Rudin, Dominici (2019). Rows exchange with a
 * neighbour in the order of a hash, within buckets of about {@value #BUCKET} rows. Equal rows have
 * hashes of their own, so that whom a row meets is as if drawn, whatever its copies.
 */
public final class PermutationImportance {
  private static final int BUCKET = 5000;
  private static final double LEAST = 1e-15;

  private PermutationImportance() {}

  /**
   * What is measured.
   *
   * @param features the vector that the model reads
   * @param label 0 or 1 of log-loss and zero-one, else a number
   * @param loss log-loss, zero-one, squared or absolute
   * @param players the name of each entry's column; entries of one name are exchanged together
   */
  public record Request(
      String features, String label, String loss, List<String> players, long seed) {}

  /**
   * One row a player: player, importance, ci_low and ci_high (95 %, normal, paired), n. Rows
   * without a vector or a label are left out.
   */
  public static Dataset<Row> of(Transformer model, Dataset<?> rows, Request request) {
    Players players = Players.named(request.players());
    Dataset<Row> paired = paired(model, rows, request);
    var vectors = DataTypes.createArrayType(SQLDataTypes.VectorType(), false);
    Mix mix = new Mix(players.ofEntry(), players.names().size());
    Column exchanged = udf(mix, vectors).apply(col("own"), col("other"));
    Dataset<Row> each =
        paired.select(
            col("target"),
            col("loss_before"),
            posexplode(exchanged).as(new String[] {"place", request.features()}));
    Dataset<Row> scored = model.transform(each);
    Column lost = loss(request, scored, col("target")).minus(col("loss_before"));
    Column half = Normal.half(col("deviation"), col("n"));
    return scored
        .groupBy("place")
        .agg(count(lost).as("n"), avg(lost).as("importance"), stddev(lost).as("deviation"))
        .select(
            element_at(lit(players.names().toArray(String[]::new)), col("place").plus(1))
                .as("player"),
            col("importance"),
            when(col("n").gt(1), col("importance").minus(half)).as("ci_low"),
            when(col("n").gt(1), col("importance").plus(half)).as("ci_high"),
            col("n"))
        .orderBy(col("importance").desc(), col("player"));
  }

  /** Each row with its loss and the vector of its neighbour. */
  private static Dataset<Row> paired(Transformer model, Dataset<?> rows, Request request) {
    Dataset<Row> known =
        rows.select(
                col(Quoted.name(request.label())).cast("double").as("target"),
                col(Quoted.name(request.features())).as(request.features()))
            .na()
            .drop();
    long buckets = Math.max(1, known.count() / BUCKET);
    Dataset<Row> scored = model.transform(Copies.counted(known));
    Dataset<Row> losses =
        scored.select(
            col("target"),
            loss(request, scored, col("target")).as("loss_before"),
            col(Quoted.name(request.features())).as("own"),
            col(Copies.COUNT));
    Column[] row = {col("own"), col("target"), col(Copies.NUMBER)};
    Dataset<Row> placed =
        Copies.each(losses)
            .withColumn("place_in_order", hash(row, request.seed()))
            .withColumn("bucket", pmod(hash(row, request.seed() + 1), lit(buckets)));
    WindowSpec order =
        Window.partitionBy("bucket").orderBy(col("place_in_order"), row[0], row[1], row[2]);
    WindowSpec whole = order.rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
    Column neighbour = coalesce(lag("own", 1).over(order), last_value(col("own")).over(whole));
    return placed.withColumn("other", neighbour);
  }

  private static Column hash(Column[] row, long seed) {
    return xxhash64(row[0], row[1], row[2], lit(seed));
  }

  private static Column loss(Request request, Dataset<Row> scored, Column target) {
    boolean isProbability = request.loss().equals("log-loss");
    Column score =
        new ScoreColumn(isProbability ? "probability" : "prediction", 1).of(scored.schema());
    return switch (request.loss()) {
      case "log-loss" ->
          log(greatest(when(target.equalTo(1), score).otherwise(lit(1).minus(score)), lit(LEAST)))
              .multiply(-1);
      case "zero-one" -> when(score.equalTo(target), 0.0).otherwise(1.0);
      case "squared" -> pow(score.minus(target), lit(2));
      case "absolute" -> abs(score.minus(target));
      default ->
          throw new DataProblem(
              "loss must be log-loss, zero-one, squared or absolute, was '"
                  + request.loss()
                  + "'.");
    };
  }

  /** A vector with the entries of one player from another, for each player. */
  private record Mix(int[] playerOf, int players) implements UDF2<Vector, Vector, Vector[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public Vector[] call(Vector own, Vector other) {
      Vector[] mixed = new Vector[players];
      for (int p = 0; p < players; p++) {
        double[] values = own.toArray().clone();
        for (int i = 0; i < values.length; i++) {
          values[i] = playerOf[i] == p ? other.apply(i) : values[i];
        }
        mixed[p] = Vectors.dense(values);
      }
      return mixed;
    }
  }
}
