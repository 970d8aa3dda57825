package dev.evenhand.attribution;

import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.stddev;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.Quoted;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a favourable decision would cost the members of each group: mean and median of the cheapest
 * change among those with an unfavourable decision for whom one was found. Ustun, Spangher, Liu
 * (2019), section 4.3; Gupta et al. (2019), "Equalizing recourse across groups".
 */
public final class RecourseCosts {

  private RecourseCosts() {}

  /**
   * One row a group: its value, rows, unfavourable, with_recourse, without_recourse (proved),
   * mean_cost with ci_low and ci_high (95 %, normal; null below two), median_cost. One aggregation.
   */
  public static Dataset<Row> byGroup(Dataset<?> rows, String recourse, String group) {
    Column status = col(Quoted.name(recourse) + ".status");
    Column cheapest = array_min(col(Quoted.name(recourse) + ".alternatives").getField("cost"));
    Dataset<Row> costs =
        rows.select(
            col(Quoted.name(group)).as("group_value"),
            status.as("status"),
            when(status.notEqual("favourable"), cheapest).as("cost"));
    return costs
        .groupBy("group_value")
        .agg(
            count(lit(1)).as("n"),
            count_if(col("status").notEqual("favourable")).as("unfavourable"),
            count(col("cost")).as("with_recourse"),
            sum(when(col("status").equalTo("none"), 1).otherwise(0)).as("without_recourse"),
            avg("cost").as("mean_cost"),
            stddev(col("cost")).as("deviation"),
            percentile(col("cost"), lit(0.5)).as("median_cost"))
        .withColumn("half", Normal.half(col("deviation"), col("with_recourse")))
        .select(
            col("group_value"),
            col("n"),
            col("unfavourable"),
            col("with_recourse"),
            col("without_recourse"),
            col("mean_cost"),
            col("mean_cost").minus(col("half")).as("ci_low"),
            col("mean_cost").plus(col("half")).as("ci_high"),
            col("median_cost"));
  }
}
