package dev.evenhand.attribution;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.Quoted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How much each player moves scores: the mean over rows of |φ|, with its interval, and the mean of
 * φ, which says in which direction. Of all rows or by group, in one aggregation.
 */
public final class GlobalImportance {

  private GlobalImportance() {}

  /**
   * One row a group and player: the group's columns, player, importance (mean |φ|), ci_low and
   * ci_high (95 %, normal; null below two rows), mean_contribution, n.
   *
   * @param explained with the contributions of an explainer, of one output
   * @param groups columns that rows are grouped by; none for all rows
   */
  public static Dataset<Row> of(Dataset<?> explained, String contributions, String... groups) {
    String[] players = Named.players(explained, contributions);
    Column values = vector_to_array(col(Quoted.name(contributions)), "float64");
    Column sizes = array_to_vector(transform(values, value -> abs(value)));
    Column[] by = Arrays.stream(groups).map(g -> col(Quoted.name(g))).toArray(Column[]::new);
    Dataset<Row> means =
        explained
            .filter(col(Quoted.name(contributions)).isNotNull())
            .groupBy(by)
            .agg(
                Summarizer.metrics("count", "mean", "variance").summary(sizes).as("sizes"),
                Summarizer.mean(col(Quoted.name(contributions))).as("signed"));
    List<Column> each = new ArrayList<>(Arrays.asList(by));
    each.add(col("sizes.count").as("n"));
    each.add(vector_to_array(col("sizes.variance"), "float64").as("variances"));
    each.add(vector_to_array(col("signed"), "float64").as("means"));
    each.add(
        posexplode(vector_to_array(col("sizes.mean"), "float64"))
            .as(new String[] {"place", "importance"}));
    Column variance = element_at(col("variances"), col("place").plus(1));
    Column half = Normal.half(sqrt(variance), col("n"));
    List<Column> shown = new ArrayList<>(Arrays.asList(by));
    shown.add(element_at(lit(players), col("place").plus(1)).as("player"));
    shown.add(col("importance"));
    shown.add(when(col("n").gt(1), col("importance").minus(half)).as("ci_low"));
    shown.add(when(col("n").gt(1), col("importance").plus(half)).as("ci_high"));
    shown.add(element_at(col("means"), col("place").plus(1)).as("mean_contribution"));
    shown.add(col("n"));
    return means.select(each.toArray(Column[]::new)).select(shown.toArray(Column[]::new));
  }
}
