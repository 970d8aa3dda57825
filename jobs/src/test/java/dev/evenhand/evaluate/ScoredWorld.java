package dev.evenhand.evaluate;

import dev.evenhand.config.Pipeline;
import dev.evenhand.lake.table.Cells;
import dev.evenhand.support.SamplePipeline;
import dev.evenhand.support.Spark;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Scored decisions of a made-up population: two models, three splits, groups of very different
 * sizes, one of them of a handful.
 */
public final class ScoredWorld {
  public static final Map<String, Double> THRESHOLDS =
      new TreeMap<>(Map.of(SamplePipeline.CANDIDATE, 0.4321, SamplePipeline.UNCONSTRAINED, 0.5));

  private ScoredWorld() {}

  /** Rows of gold.predictions with the attributes origin and age_band beside them. */
  public static Dataset<Row> predictions() {
    return Spark.session()
        .range(12_000)
        .selectExpr(
            "CONCAT('SECRET-DECISION-', id) AS decision_id",
            "id",
            "pmod(xxhash64(id, 1), 100000) / 100000D AS u",
            "pmod(xxhash64(id, 2), 100000) / 100000D AS v",
            "pmod(xxhash64(id, 3), 1000) AS o",
            "pmod(xxhash64(id, 4), 1000) AS a",
            "pmod(xxhash64(id, 5), 20) AS s")
        .selectExpr(
            "decision_id",
            "u",
            "v",
            "CASE WHEN o < 560 THEN 'north' WHEN o < 860 THEN 'south' WHEN o < 965 THEN 'east'"
                + " WHEN o < 995 THEN 'islands' ELSE 'abroad' END AS origin",
            "CASE WHEN a < 300 THEN '18-34' WHEN a < 700 THEN '35-54' ELSE '55+' END AS age_band",
            "CASE WHEN s < 9 THEN 'train' WHEN s < 12 THEN 'validation' ELSE 'test' END AS split")
        .selectExpr("*", "CAST(v < u * u * IF(origin = 'south', 0.7, 1) AS DOUBLE) AS label")
        .selectExpr("*", "explode(array('even-odds', 'unconstrained')) AS model")
        .selectExpr(
            "model",
            "decision_id",
            "split",
            "label",
            "u * u * IF(model = 'unconstrained' AND origin = 'south', 0.7D, 1D) AS score",
            "origin",
            "age_band")
        .selectExpr(
            "*", "CAST(score >= IF(model = 'even-odds', 0.4321D, 0.5D) AS DOUBLE) AS decision");
  }

  /** The rows of metrics.cells that evaluate writes of them. */
  public static Dataset<Row> cells(Pipeline pipeline, Dataset<Row> predictions) {
    List<Row> rows = new ScoreCells(pipeline, predictions, THRESHOLDS).rows();
    StructField[] fields =
        Arrays.stream(Cells.CONTRACT.schema().fields()).skip(2).toArray(StructField[]::new);
    return Spark.session().createDataFrame(rows, new StructType(fields));
  }
}
