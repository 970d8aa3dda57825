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
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.learn.FairLogisticRegressionModel;
import dev.evenhand.vector.FeatureStages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** govern.models and gold.features to gold.explanations: every linear model, on the test split. */
public record ExplainJob(Pipeline pipeline) implements Job {
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
    List<Dataset<Row>> explained = new ArrayList<>();
    Dataset<Row> test = split(context, "test");
    Dataset<Row> train = split(context, "train");
    for (Row model : trained(context)) {
      explain(context, model, train, test).ifPresent(explained::add);
    }
    Dataset<Row> rows =
        explained.stream()
            .reduce(Dataset::unionByName)
            .orElseGet(() -> context.lake().empty(Explanations.CONTRACT));
    context.lake().replaceRun(Explanations.CONTRACT, rows, context.scope());
    long rowsOut = context.lake().readRun(Explanations.CONTRACT, context.scope()).count();
    return new RowCounts(test.count(), rowsOut, explained.size() + " linear models");
  }

  private List<Row> trained(JobContext context) {
    List<String> names = pipeline.train().stream().map(model -> model.name()).toList();
    return context
        .lake()
        .readRun(Models.CONTRACT, context.scope())
        .filter(Models.MODEL.column().isin(names.toArray()))
        .orderBy(Models.MODEL.column())
        .collectAsList();
  }

  private static Dataset<Row> split(JobContext context, String split) {
    Dataset<Row> chosen =
        context
            .lake()
            .readRun(Splits.CONTRACT, context.scope())
            .filter(Splits.SPLIT.column().equalTo(split))
            .select(Splits.DECISION_ID.column());
    return context
        .lake()
        .readRun(FeatureRows.CONTRACT, context.scope())
        .join(chosen, FeatureRows.DECISION_ID.name());
  }

  private static Optional<Dataset<Row>> explain(
      JobContext context, Row model, Dataset<Row> train, Dataset<Row> test) {
    PipelineModel loaded =
        PipelineModel.load(context.lake().files().place(model.<String>getAs(Models.PATH.name())));
    Map<String, String> parameters = model.getJavaMap(model.fieldIndex(Models.PARAMETERS.name()));
    Linear linear = null;
    List<Transformer> before = new ArrayList<>();
    for (Transformer stage : loaded.stages()) {
      Linear found = Linear.of(stage);
      if (found != null) {
        linear = found;
        break;
      }
      before.add(stage);
    }
    if (linear == null) {
      return Optional.empty();
    }
    Vector mean =
        apply(before, train).select(Summarizer.mean(col(FeatureStages.FEATURES))).head().getAs(0);
    LinearContributions contributions =
        new LinearContributions(
            linear.coefficients().toArray(),
            linear.intercept(),
            mean.toArray(),
            slots(parameters.get("slots")));
    Dataset<Row> rows =
        contributions
            .of(apply(before, test), FeatureStages.FEATURES)
            .select(
                lit(model.<String>getAs(Models.MODEL.name())).as(Explanations.MODEL.name()),
                Explanations.DECISION_ID.column(),
                col(LinearContributions.MARGIN).as(Explanations.MARGIN.name()),
                lit(contributions.base()).as(Explanations.BASE.name()),
                col(LinearContributions.CONTRIBUTIONS).as(Explanations.CONTRIBUTIONS.name()),
                col(LinearContributions.REASONS).as(Explanations.REASONS.name()));
    return Optional.of(rows);
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

  private static Dataset<Row> apply(List<Transformer> stages, Dataset<Row> rows) {
    Dataset<Row> result = rows;
    for (Transformer stage : stages) {
      result = stage.transform(result);
    }
    return result;
  }

  private static List<String> slots(String json) {
    try {
      return new ObjectMapper().readValue(json, new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("govern.models.parameters.slots is no JSON array", e);
    }
  }
}
