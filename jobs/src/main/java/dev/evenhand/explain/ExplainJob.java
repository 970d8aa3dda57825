package dev.evenhand.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.config.Pipeline;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.vector.FeatureStages;
import dev.evenhand.vector.SavedModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * govern.models and gold.features to gold.explanations: every linear model and boosted trees, on
 * the test split, against the training rows.
 */
public record ExplainJob(Pipeline pipeline) implements Job {
  private static final String TRAIN = "train";
  private static final String TEST = "test";

  @Override
  public String name() {
    return "explain";
  }

  @Override
  public List<TableContract> reads() {
    return List.of(Models.CONTRACT, FeatureRows.CONTRACT, Splits.CONTRACT);
  }

  @Override
  public List<TableContract> writes() {
    return List.of(Explanations.CONTRACT);
  }

  @Override
  public RowCounts run(JobContext context) {
    Map<String, Row> trained = new TreeMap<>();
    Map<String, String> paths = new TreeMap<>();
    for (Row model : trained(context)) {
      String name = model.getAs(Models.MODEL.name());
      trained.put(name, model);
      paths.put(name, context.lake().files().place(model.<String>getAs(Models.PATH.name())));
    }
    SavedModels models = SavedModels.load(context.spark(), paths);
    Dataset<Row> vectors =
        SavedModels.through(models.shared(), decisions(context))
            .select(
                Explanations.DECISION_ID.column(),
                Splits.SPLIT.column(),
                col(FeatureStages.FEATURES))
            .cache();
    try {
      return explain(context, models, trained, vectors);
    } finally {
      vectors.unpersist();
    }
  }

  private static RowCounts explain(
      JobContext context, SavedModels models, Map<String, Row> trained, Dataset<Row> vectors) {
    Dataset<Row> training = vectors.filter(Splits.SPLIT.column().equalTo(TRAIN));
    Dataset<Row> test = vectors.filter(Splits.SPLIT.column().equalTo(TEST));
    List<Dataset<Row>> explained = new ArrayList<>();
    trained.forEach(
        (name, model) ->
            LogOddsContributions.of(models.own().get(name))
                .ifPresent(of -> explained.add(explain(of, model, training, test))));
    Dataset<Row> rows =
        explained.stream()
            .reduce(Dataset::union)
            .orElseGet(() -> context.lake().empty(Explanations.CONTRACT));
    context.lake().replaceRun(Explanations.CONTRACT, rows, context.scope());
    long decisions = test.count();
    return new RowCounts(decisions, decisions * explained.size(), explained.size() + " models");
  }

  private List<Row> trained(JobContext context) {
    List<String> names = pipeline.models().stream().map(model -> model.name()).toList();
    Dataset<Row> models = context.lake().readRun(Models.CONTRACT, context.scope());
    return SmallRows.sorted(
        models.filter(Models.MODEL.column().isin(names.toArray())), Models.MODEL.column());
  }

  private static Dataset<Row> decisions(JobContext context) {
    Dataset<Row> chosen =
        context
            .lake()
            .readRun(Splits.CONTRACT, context.scope())
            .filter(Splits.SPLIT.column().isin(TRAIN, TEST))
            .select(Splits.DECISION_ID.column(), Splits.SPLIT.column());
    return context
        .lake()
        .readRun(FeatureRows.CONTRACT, context.scope())
        .join(chosen, FeatureRows.DECISION_ID.name());
  }

  private static Dataset<Row> explain(
      LogOddsContributions of, Row model, Dataset<Row> training, Dataset<Row> test) {
    Map<String, String> parameters = model.getJavaMap(model.fieldIndex(Models.PARAMETERS.name()));
    return of.of(test, training, slots(parameters.get("slots")))
        .select(
            lit(model.<String>getAs(Models.MODEL.name())).as(Explanations.MODEL.name()),
            Explanations.DECISION_ID.column(),
            col(LogOddsContributions.MARGIN).as(Explanations.MARGIN.name()),
            col(LogOddsContributions.BASE).as(Explanations.BASE.name()),
            col(LogOddsContributions.CONTRIBUTIONS).as(Explanations.CONTRIBUTIONS.name()),
            col(LogOddsContributions.REASONS).as(Explanations.REASONS.name()));
  }

  private static List<String> slots(String json) {
    try {
      return new ObjectMapper().readValue(json, new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("govern.models.parameters.slots is no JSON array", e);
    }
  }
}
