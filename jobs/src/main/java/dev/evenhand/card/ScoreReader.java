package dev.evenhand.card;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import dev.evenhand.base.Quoted;
import dev.evenhand.history.ProtectedGroups;
import dev.evenhand.job.JobContext;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.UsableDecisions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts a model's test decisions by group and score; protected attributes leave it as counts only.
 */
record ScoreReader(JobContext context, List<String> attributes) {
  private static final String TEST = "test";
  private static final String CELL = "cell";

  /** Scores are added as whole billionths, so that their order does not show. */
  private static final double BILLION = 1e9;

  List<ScoreCell> of(String model) {
    Column number = floor(Predictions.SCORE.column().multiply(ScoreCell.BINS)).cast("int");
    Dataset<Row> cells =
        decisions(model)
            .select(
                explode(array(groups())).as(CELL),
                least(number, lit(ScoreCell.BINS - 1)).as("bin"),
                Predictions.LABEL.column().cast("long").as("label"),
                round(Predictions.SCORE.column().multiply(BILLION)).cast("long").as("score"))
            .groupBy(col(CELL + ".attribute"), col(CELL + ".group"), col("bin"))
            .agg(count(lit(1)), sum(col("label")), sum(col("score")));
    return SmallRows.sorted(cells, "attribute", "group", "bin").stream()
        .map(
            row ->
                new ScoreCell(
                    row.getString(0),
                    row.getString(1),
                    row.getInt(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5) / BILLION))
        .toList();
  }

  private Dataset<Row> decisions(String model) {
    Lake lake = context.lake();
    Dataset<Row> scored =
        lake.readRun(Predictions.CONTRACT, context.scope())
            .filter(Predictions.MODEL.column().equalTo(model))
            .filter(Predictions.SPLIT.column().equalTo(TEST))
            .select(
                Predictions.DECISION_ID.column(),
                Predictions.LABEL.column(),
                Predictions.SCORE.column());
    Dataset<Row> usable = lake.readRun(UsableDecisions.CONTRACT, context.scope());
    Dataset<Row> history =
        lake.readPipeline(ProtectedAttributes.CONTRACT, context.scope().pipeline());
    return scored.join(
        ProtectedGroups.at(usable, history, attributes), Predictions.DECISION_ID.name());
  }

  /** All decisions, and those of each group. */
  private Column[] groups() {
    List<Column> groups = new ArrayList<>();
    groups.add(group(lit(null).cast("string"), lit(null).cast("string")));
    attributes.forEach(name -> groups.add(group(lit(name), col(Quoted.name(name)))));
    return groups.toArray(Column[]::new);
  }

  private static Column group(Column attribute, Column value) {
    return struct(attribute.as("attribute"), value.as("group"));
  }
}
