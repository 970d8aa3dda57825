package dev.evenhand.train;

import dev.evenhand.base.SideBySide;
import dev.evenhand.config.Days;
import dev.evenhand.config.Percent;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Retrain;
import dev.evenhand.job.Job;
import dev.evenhand.job.JobContext;
import dev.evenhand.job.RowCounts;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.TrainingProofs;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.lake.table.Weights;
import dev.evenhand.vector.ModelPlaces;
import dev.evenhand.vector.SavedModels;
import dev.evenhand.vector.SavedStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.jdk.javaapi.CollectionConverters;

/** gold.training_set to saved models and govern.models. */
public record TrainJob(Pipeline pipeline) implements Job {
  @Override
  public String name() {
    return "train";
  }

  @Override
  public List<TableContract> reads() {
    return List.of(
        TrainingSet.CONTRACT,
        Weights.CONTRACT,
        FeatureRows.CONTRACT,
        Splits.CONTRACT,
        UsableDecisions.CONTRACT,
        ProtectedAttributes.CONTRACT,
        Decisions.CONTRACT,
        Consents.CONTRACT,
        Figures.PRIVACY);
  }

  @Override
  public List<TableContract> writes() {
    return List.of(Models.CONTRACT, TrainingProofs.CONTRACT);
  }

  @Override
  public RowCounts run(JobContext context) {
    TrainingProof proof = TrainingProof.require(context, pipeline);
    try (TrainingData data = TrainingData.of(context, pipeline)) {
      long rows = data.training().count();
      long version = context.lake().version(TrainingSet.CONTRACT);
      List<Candidate> candidates = new Fitting(pipeline, data).all();
      save(context, data.stages(), candidates);
      Choice choice = new Choice(pipeline, new Trial(pipeline, data.validation()).of(candidates));
      Learned learned = new Learned(version, rows, choice.candidate());
      List<Row> models =
          candidates.stream().map(candidate -> row(context, candidate, choice, learned)).toList();
      List<Row> proofs =
          candidates.stream()
              .map(candidate -> proof.row(context, pipeline, candidate.name()))
              .toList();
      SideBySide.run(
          List.of(
              () -> replace(context, TrainingProofs.CONTRACT, proofs),
              () -> replace(context, Models.CONTRACT, models)));
      return new RowCounts(
          rows, models.size(), models.size() + " models; candidate " + learned.candidate());
    }
  }

  /** A version of the training set, its rows, and the model that was chosen in the end. */
  private record Learned(long version, long rows, String candidate) {}

  private Row row(JobContext context, Candidate candidate, Choice choice, Learned learned) {
    String path = path(context, candidate);
    Candidate.Constrained constrained = candidate.constrained();
    return RowFactory.create(
        candidate.name(),
        candidate.estimator(),
        candidate.name().equals(learned.candidate()) ? Models.CANDIDATE : Models.REFERENCE,
        path,
        context.lake().files().sha256(path),
        learned.version(),
        learned.rows(),
        CollectionConverters.asScala(candidate.parameters()),
        candidate.threshold(),
        constrained == null ? null : constrained.constraint(),
        constrained == null ? null : constrained.bound(),
        constrained == null ? null : constrained.violation(),
        candidate.summary(),
        Timestamp.from(context.asOf()),
        CollectionConverters.asScala(choice.figures().get(candidate.name())),
        choice.isPareto(candidate.name()),
        retrain().flatMap(Retrain::share).map(Percent::fraction).orElse(null),
        retrain().flatMap(Retrain::age).map(Days::days).orElse(null));
  }

  private Optional<Retrain> retrain() {
    return pipeline.consent().retrain();
  }

  private static String path(JobContext context, Candidate candidate) {
    return ModelPlaces.model(context.scope().pipeline(), context.scope().runId(), candidate.name());
  }

  /** What all models begin with is written with the first; the others get a copy. */
  private static void save(
      JobContext context, List<Transformer> shared, List<Candidate> candidates) {
    Candidate first = candidates.get(0);
    save(context, shared, first);
    int stages = shared.size() + first.stages().size();
    String folder = context.lake().files().place(path(context, first));
    List<Transformer> saved = new ArrayList<>();
    for (Transformer stage : shared) {
      String place = SavedModels.stagePath(folder, stage.uid(), saved.size(), stages);
      saved.add(new SavedStage(stage, place));
    }
    SideBySide.run(
        candidates.stream()
            .skip(1)
            .<Runnable>map(candidate -> () -> save(context, saved, candidate))
            .toList());
  }

  private static void save(JobContext context, List<Transformer> shared, Candidate candidate) {
    List<PipelineStage> stages = new ArrayList<>(shared);
    stages.addAll(candidate.stages());
    // A pipeline of fitted stages fits nothing; it is how MLlib makes a PipelineModel.
    PipelineModel model =
        new org.apache.spark.ml.Pipeline()
            .setStages(stages.toArray(PipelineStage[]::new))
            .fit(context.lake().empty(FeatureRows.CONTRACT));
    try {
      model.write().overwrite().save(context.lake().files().place(path(context, candidate)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replace(JobContext context, TableContract table, List<Row> rows) {
    Dataset<Row> one = context.spark().createDataFrame(rows, table.columns()).coalesce(1);
    context.lake().replaceRun(table, one, context.scope());
  }
}
