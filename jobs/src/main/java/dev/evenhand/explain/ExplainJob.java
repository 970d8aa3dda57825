package dev.evenhand.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.config.Pipeline;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.SmallRows;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.vector.FeatureStages;
import dev.evenhand.vector.SavedModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * govern.models and gold.features to gold.explanations: every linear model and boosted trees, on
 * the test split, against the training rows; and how good the explanations are to
 * metrics.performance and metrics.fairness. Where a model of an earlier run scored new decisions,
 * these are explained by that model.
 */
public record ExplainJob(Pipeline pipeline, Optional<ScoredBy> scoredBy) implements Job {
  private static final String TRAIN = "train";
  private static final String TEST = "test";

  /** The model that scored the run's decisions, and the run that trained it. */
  public record ScoredBy(String model, String runId) {}

  public ExplainJob(Pipeline pipeline) {
    this(pipeline, Optional.empty());
  }

  /** Refuses files of sentences that lack something, before any job runs. */
  public static void check(SparkSession spark, Pipeline pipeline) {
    PhraseFile.of(pipeline, spark.sparkContext().hadoopConfiguration());
  }

  @Override
  public String name() {
    return "explain";
  }

  @Override
  public List<TableContract> reads() {
    return List.of(
        Models.CONTRACT,
        FeatureRows.CONTRACT,
        Splits.CONTRACT,
        UsableDecisions.CONTRACT,
        ProtectedAttributes.CONTRACT);
  }

  @Override
  public List<TableContract> writes() {
    return scoredBy.isPresent()
        ? List.of(Explanations.CONTRACT)
        : List.of(Explanations.CONTRACT, Figures.PERFORMANCE, Figures.FAIRNESS);
  }

  @Override
  public RowCounts run(JobContext context) {
    List<Phrases> languages =
        PhraseFile.of(pipeline, context.spark().sparkContext().hadoopConfiguration());
    Averages.Known known = Averages.of(trainingFeatures(context));
    if (known.names().isEmpty()) {
      context
          .lake()
          .replaceRun(
              Explanations.CONTRACT, context.lake().empty(Explanations.CONTRACT), context.scope());
      return new RowCounts(0, 0, "the model's training rows are gone, so nothing is explained");
    }
    return explain(context, known, languages);
  }

  private RowCounts explain(JobContext context, Averages.Known known, List<Phrases> languages) {
    Map<String, Row> trained = new TreeMap<>();
    Map<String, String> paths = new TreeMap<>();
    for (Row model : trained(context)) {
      String name = model.getAs(Models.MODEL.name());
      trained.put(name, model);
      paths.put(name, context.lake().files().place(model.<String>getAs(Models.PATH.name())));
    }
    SavedModels models = SavedModels.load(context.spark(), paths);
    Dataset<Row> vectors = vectors(models, decisions(context)).cache();
    try {
      Explaining explaining = new Explaining(pipeline, vectors, known, languages);
      return explain(context, models, trained, explaining);
    } finally {
      vectors.unpersist();
    }
  }

  private RowCounts explain(
      JobContext context, SavedModels models, Map<String, Row> trained, Explaining explaining) {
    List<Explaining.Explained> all = new ArrayList<>();
    trained.forEach(
        (name, model) ->
            explaining.of(name, models.own().get(name), slots(model)).ifPresent(all::add));
    Dataset<Row> rows =
        all.stream()
            .map(Explaining.Explained::rows)
            .reduce(Dataset::union)
            .map(explaining::told)
            .orElseGet(() -> context.lake().empty(Explanations.CONTRACT));
    context.lake().replaceRun(Explanations.CONTRACT, rows, context.scope());
    explaining.words().write(context.lake(), context.scope());
    if (scoredBy.isEmpty()) {
      new ExplanationFigures(pipeline, context).write(all);
    }
    long decisions = explaining.test().count();
    return new RowCounts(decisions, decisions * all.size(), all.size() + " models");
  }

  private RunScope modelScope(JobContext context) {
    return scoredBy
        .map(scored -> new RunScope(context.scope().pipeline(), scored.runId()))
        .orElse(context.scope());
  }

  private List<Row> trained(JobContext context) {
    List<String> names =
        scoredBy
            .map(scored -> List.of(scored.model()))
            .orElseGet(() -> pipeline.models().stream().map(model -> model.name()).toList());
    Dataset<Row> models = context.lake().readRun(Models.CONTRACT, modelScope(context));
    return SmallRows.sorted(
        models.filter(Models.MODEL.column().isin(names.toArray())), Models.MODEL.column());
  }

  /** Training rows of the model's run, and what is explained: its test rows, or all scored ones. */
  private Dataset<Row> decisions(JobContext context) {
    Lake lake = context.lake();
    Dataset<Row> splits = lake.readRun(Splits.CONTRACT, modelScope(context));
    Dataset<Row> training = trainingFeatures(context).withColumn(Splits.SPLIT.name(), lit(TRAIN));
    Dataset<Row> others = lake.readRun(FeatureRows.CONTRACT, context.scope());
    Dataset<Row> explained =
        scoredBy.isPresent()
            ? others
            : others.join(
                splits
                    .filter(Splits.SPLIT.column().equalTo(TEST))
                    .select(Splits.DECISION_ID.column()),
                FeatureRows.DECISION_ID.name());
    return training.unionByName(explained.withColumn(Splits.SPLIT.name(), lit(TEST)));
  }

  private Dataset<Row> trainingFeatures(JobContext context) {
    Dataset<Row> training =
        context
            .lake()
            .readRun(Splits.CONTRACT, modelScope(context))
            .filter(Splits.SPLIT.column().equalTo(TRAIN))
            .select(Splits.DECISION_ID.column());
    return context
        .lake()
        .readRun(FeatureRows.CONTRACT, modelScope(context))
        .join(training, FeatureRows.DECISION_ID.name());
  }

  private static Dataset<Row> vectors(SavedModels models, Dataset<Row> decisions) {
    return SavedModels.through(models.shared(), decisions)
        .select(
            Explanations.DECISION_ID.column(),
            Splits.SPLIT.column(),
            col(FeatureStages.FEATURES),
            when(Splits.SPLIT.column().equalTo(TEST), FeatureRows.NUMBERS.column())
                .as(Explaining.NUMBERS),
            when(Splits.SPLIT.column().equalTo(TEST), FeatureRows.CATEGORIES.column())
                .as(Explaining.CATEGORIES));
  }

  private static List<String> slots(Row model) {
    Map<String, String> parameters = model.getJavaMap(model.fieldIndex(Models.PARAMETERS.name()));
    try {
      return new ObjectMapper()
          .readValue(parameters.get("slots"), new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("govern.models.parameters.slots is no JSON array", e);
    }
  }
}
