package dev.evenhand.features;

import dev.evenhand.config.History;
import dev.evenhand.config.Pipeline;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.Subjects;
import dev.evenhand.lake.table.UsableDecisions;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * gold.decisions to gold.features.
 *
 * @param modelRun the run whose model will score these rows and whose categories they must have;
 *     absent in a run that trains, which learns them on its training split
 */
public record FeaturesJob(Pipeline pipeline, Optional<String> modelRun) implements Job {
  public FeaturesJob(Pipeline pipeline) {
    this(pipeline, Optional.empty());
  }

  @Override
  public String name() {
    return "features";
  }

  @Override
  public List<TableContract> reads() {
    return List.of(
        UsableDecisions.CONTRACT,
        Splits.CONTRACT,
        Sales.CONTRACT,
        Decisions.CONTRACT,
        Subjects.CONTRACT);
  }

  @Override
  public List<TableContract> writes() {
    return List.of(FeatureRows.CONTRACT);
  }

  @Override
  public RowCounts run(JobContext context) {
    String name = context.scope().pipeline();
    Dataset<Row> decisions = context.lake().readRun(UsableDecisions.CONTRACT, context.scope());
    Dataset<Row> sales = context.lake().readPipeline(Sales.CONTRACT, name);
    FeatureSources sources =
        new FeatureSources(
            decisions,
            sales,
            context.lake().readPipeline(Decisions.CONTRACT, name),
            context.lake().readPipeline(Subjects.CONTRACT, name));
    List<String> categories =
        modelRun
            .map(run -> Categories.read(context.lake(), new RunScope(name, run)))
            .orElseGet(() -> learned(context, decisions, sales));
    FeatureSpec spec = spec(categories);
    context
        .lake()
        .replaceRun(
            FeatureRows.CONTRACT,
            DecisionFeatures.of(sources, spec, KnownHistory.of(sales)),
            context.scope());
    long rows = context.lake().readRun(FeatureRows.CONTRACT, context.scope()).count();
    return new RowCounts(decisions.count(), rows, "");
  }

  private List<String> learned(JobContext context, Dataset<Row> decisions, Dataset<Row> sales) {
    Dataset<Row> training =
        decisions.join(
            context
                .lake()
                .readRun(Splits.CONTRACT, context.scope())
                .filter(Splits.SPLIT.column().equalTo("train"))
                .select(Splits.DECISION_ID.column()),
            Splits.DECISION_ID.name());
    int count = pipeline.features().history().map(History::topCategories).orElse(0);
    List<String> categories = TopCategories.of(sales, training, count);
    Categories.write(context.lake(), context.scope(), categories);
    return categories;
  }

  private FeatureSpec spec(List<String> categories) {
    List<Integer> windows =
        pipeline.features().history().stream()
            .flatMap(history -> history.windows().stream())
            .map(days -> days.days())
            .toList();
    return new FeatureSpec(
        windows, categories, pipeline.features().expressions(), pipeline.features().columns());
  }
}
