package dev.evenhand.explain;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_values;
import static org.apache.spark.sql.functions.map_zip_with;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.evenhand.config.Pipeline;
import dev.evenhand.history.ProtectedGroups;
import dev.evenhand.job.JobContext;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.OwnedPart;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.FigureRow;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Measures;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.UsableDecisions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How far explanations can be trusted, and whether for each group alike: whether contributions add
 * up, whether a second reckoning gives the same, how much of the score the told reasons carry, what
 * moves the scores, and what recourse costs.
 */
record ExplanationFigures(Pipeline pipeline, JobContext context) {
  private static final int CHECKED_AGAIN = 500;
  private static final int OTHER_PARTITIONS = 3;
  private static final String SAMPLE = "again_contributions";
  private static final List<String> OF_GROUPS =
      Stream.concat(GroupedFigures.OF_GROUPS.stream(), Stream.of(GroupImportance.IMPORTANCE))
          .toList();

  void write(List<Explaining.Explained> explained) {
    Dataset<Row> rows = measured().cache();
    try {
      GroupedFigures grouped =
          new GroupedFigures(
              pipeline.evaluate().minGroup(),
              pipeline.evaluate().sensitive(),
              pipeline.explaining().recourse().isPresent(),
              context.scope().runId());
      GroupedFigures.Split figures = grouped.of(rows);
      List<FigureRow> performance = new ArrayList<>(figures.ofAll());
      explained.forEach(model -> performance.add(instability(model)));
      put(Figures.PERFORMANCE, performance, GroupedFigures.OF_ALL);
      List<FigureRow> fairness = new ArrayList<>(figures.ofGroups());
      fairness.addAll(importance(rows));
      put(Figures.FAIRNESS, fairness, OF_GROUPS);
    } finally {
      rows.unpersist();
    }
  }

  private List<FigureRow> importance(Dataset<Row> rows) {
    return new GroupImportance(
            pipeline.evaluate().minGroup(),
            pipeline.evaluate().sensitive(),
            context.scope().runId())
        .of(rows);
  }

  private void put(TableContract table, List<FigureRow> figures, List<String> metrics) {
    context
        .lake()
        .replacePart(
            table,
            FigureRow.rows(context.spark(), figures, context.asOf()),
            context.scope(),
            new OwnedPart(Figures.METRIC, metrics));
  }

  /** The written explanations with what is measured of each, and the groups of its subject. */
  private Dataset<Row> measured() {
    Lake lake = context.lake();
    Dataset<Row> decisions = lake.readRun(UsableDecisions.CONTRACT, context.scope());
    Dataset<Row> groups =
        ProtectedGroups.at(
            decisions,
            lake.readPipeline(ProtectedAttributes.CONTRACT, context.scope().pipeline()),
            pipeline.evaluate().sensitive());
    Column contributions = Explanations.CONTRIBUTIONS.column();
    Column sum = sum(map_values(contributions));
    Column told =
        sum(transform(Explanations.REASONS.column(), name -> abs(element_at(contributions, name))));
    Column all = sum(transform(map_values(contributions), value -> abs(value)));
    return lake.readRun(Explanations.CONTRACT, context.scope())
        .select(
            Explanations.MODEL.column(),
            Explanations.DECISION_ID.column(),
            contributions,
            abs(Explanations.MARGIN.column().minus(Explanations.BASE.column()).minus(sum))
                .as(GroupedFigures.ERROR),
            when(all.gt(0), told.divide(all)).as(GroupedFigures.COVERAGE),
            struct(
                    Explanations.RECOURSE_STATUS.column().as("status"),
                    Explanations.RECOURSE.column().as("alternatives"))
                .as(GroupedFigures.RECOURSE))
        .join(groups, Explanations.DECISION_ID.name());
  }

  private static Column sum(Column values) {
    return aggregate(values, lit(0.0), (total, value) -> total.plus(value));
  }

  /** The largest difference on a sample that is explained again, training rows in another order. */
  private FigureRow instability(Explaining.Explained model) {
    Column order = xxhash64(Explanations.DECISION_ID.column(), lit(context.seed()));
    Dataset<Row> sample =
        model.of().test().orderBy(order, Explanations.DECISION_ID.column()).limit(CHECKED_AGAIN);
    Dataset<Row> again =
        model
            .again(sample, OTHER_PARTITIONS)
            .withColumnRenamed(Explanations.CONTRIBUTIONS.name(), SAMPLE);
    Column difference =
        array_max(
            map_values(
                map_zip_with(
                    Explanations.CONTRIBUTIONS.column(),
                    col(SAMPLE),
                    (name, first, second) -> abs(first.minus(second)))));
    Row found =
        context
            .lake()
            .readRun(Explanations.CONTRACT, context.scope())
            .filter(Explanations.MODEL.column().equalTo(model.model()))
            .join(again, Explanations.DECISION_ID.name())
            .agg(max(difference), count(lit(1)))
            .head();
    return FigureRow.of(GroupedFigures.INSTABILITY)
        .model(model.model(), context.scope().runId())
        .dataset(Measures.DECISIONS)
        .split("test")
        .statistic("max")
        .value(found.isNullAt(0) ? null : GroupedFigures.settled(found.getDouble(0)))
        .size(found.getLong(1), null);
  }
}
