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
    Dataset<Row> decisions = decisions(context);
    Dataset<Row> sales = context.lake().readPipeline(Sales.CONTRACT, name);
    FeatureSources sources =
        new FeatureSources(
            decisions,
            sales,
            context.lake().readPipeline(Decisions.CONTRACT, name),
            context.lake().readPipeline(Subjects.CONTRACT, name));
    Learned learned = learned(context, sources);
    context
        .lake()
        .replaceRun(
            FeatureRows.CONTRACT,
            DecisionFeatures.of(sources, spec(learned.categories()), learned.history()),
            context.scope());
    long rows = context.lake().readRun(FeatureRows.CONTRACT, context.scope()).count();
    return new RowCounts(decisions.count(), rows, "");
  }

  /** Where a model scores, those without an outcome. */
  private Dataset<Row> decisions(JobContext context) {
    Dataset<Row> usable = context.lake().readRun(UsableDecisions.CONTRACT, context.scope());
    return modelRun.isPresent() ? usable.filter(UsableDecisions.LABEL.column().isNull()) : usable;
  }

  /** What must be known of all sales before the features of any decision. */
  private record Learned(List<String> categories, KnownHistory history) {}

  private Learned learned(JobContext context, FeatureSources sources) {
    if (modelRun.isPresent()) {
      RunScope scope = new RunScope(context.scope().pipeline(), modelRun.get());
      return new Learned(Categories.read(context.lake(), scope), KnownHistory.of(sources.sales()));
    }
    int count = pipeline.features().history().map(History::topCategories).orElse(0);
    Learned learned =
        count == 0
            ? new Learned(List.of(), KnownHistory.of(sources.sales()))
            : surveyed(sources.sales(), training(context, sources.decisions()), count);
    Categories.write(context.lake(), context.scope(), learned.categories());
    return learned;
  }

  private static Learned surveyed(Dataset<Row> sales, Dataset<Row> training, int categories) {
    try (SalesSurvey survey = SalesSurvey.of(sales, training)) {
      return new Learned(survey.topCategories(categories), survey.knownHistory());
    }
  }

  private static Dataset<Row> training(JobContext context, Dataset<Row> decisions) {
    Dataset<Row> ids =
        context
            .lake()
            .readRun(Splits.CONTRACT, context.scope())
            .filter(Splits.SPLIT.column().equalTo("train"))
            .select(Splits.DECISION_ID.column());
    return decisions.join(ids, Splits.DECISION_ID.name());
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
