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
import dev.evenhand.learn.FairLogisticRegressionModel;
import dev.evenhand.vector.FeatureStages;
import dev.evenhand.vector.SavedModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** govern.models and gold.features to gold.explanations: every linear model, on the test split. */
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
    Vector mean =
        vectors
            .filter(Splits.SPLIT.column().equalTo(TRAIN))
            .select(Summarizer.mean(col(FeatureStages.FEATURES)))
            .head()
            .getAs(0);
    Dataset<Row> test = vectors.filter(Splits.SPLIT.column().equalTo(TEST));
    List<Dataset<Row>> explained = new ArrayList<>();
    trained.forEach(
        (name, model) ->
            linear(models.own().get(name))
                .ifPresent(linear -> explained.add(explain(linear, model, mean, test))));
    Dataset<Row> rows =
        explained.stream()
            .reduce(Dataset::union)
            .orElseGet(() -> context.lake().empty(Explanations.CONTRACT));
    context.lake().replaceRun(Explanations.CONTRACT, rows, context.scope());
    long decisions = test.count();
    return new RowCounts(
        decisions, decisions * explained.size(), explained.size() + " linear models");
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

  private static Optional<Linear> linear(List<Transformer> stages) {
    return stages.stream().map(Linear::of).filter(Objects::nonNull).findFirst();
  }

  private static Dataset<Row> explain(Linear linear, Row model, Vector mean, Dataset<Row> test) {
    Map<String, String> parameters = model.getJavaMap(model.fieldIndex(Models.PARAMETERS.name()));
    LinearContributions contributions =
        new LinearContributions(
            linear.coefficients().toArray(),
            linear.intercept(),
            mean.toArray(),
            slots(parameters.get("slots")));
    return contributions
        .of(test, FeatureStages.FEATURES)
        .select(
            lit(model.<String>getAs(Models.MODEL.name())).as(Explanations.MODEL.name()),
            Explanations.DECISION_ID.column(),
            col(LinearContributions.MARGIN).as(Explanations.MARGIN.name()),
            lit(contributions.base()).as(Explanations.BASE.name()),
            col(LinearContributions.CONTRIBUTIONS).as(Explanations.CONTRIBUTIONS.name()),
            col(LinearContributions.REASONS).as(Explanations.REASONS.name()));
  }

  /** The part of a model that is linear in the vector. */
  private record Linear(Vector coefficients, double intercept) {
    /** Null if the stage is no linear model. */
    static Linear of(Transformer stage) {
      if (stage instanceof LogisticRegressionModel model) {
        return new Linear(model.coefficients(), model.intercept());
      }
      if (stage instanceof FairLogisticRegressionModel model) {
        return new Linear(model.coefficients(), model.intercept());
      }
      return null;
    }
  }

  private static List<String> slots(String json) {
    try {
      return new ObjectMapper().readValue(json, new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("govern.models.parameters.slots is no JSON array", e);
    }
  }
}
