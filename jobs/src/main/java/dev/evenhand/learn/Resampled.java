package dev.evenhand.learn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Stages that are fitted on a sample: its model is theirs alone, so that validation rows and new
 * rows are predicted as they are, each once.
 *
 * <p>Under CrossValidator each fold draws its sample from its own training rows.
 */
public final class Resampled extends Estimator<PipelineModel> implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final String SAMPLER = "sampler";
  private static final String STAGES = "stages";

  private final String uid;
  private final Estimator<?> sampler;
  private final Pipeline stages;

  /**
   * @param sampler {@link StratifiedSampler} or {@link Smote}
   * @param stages what is fitted on the sample
   */
  public Resampled(Estimator<?> sampler, PipelineStage... stages) {
    this(Uids.random("resampled"), sampler, new Pipeline().setStages(stages));
  }

  private Resampled(String uid, Estimator<?> sampler, Pipeline stages) {
    this.uid = uid;
    this.sampler = sampler;
    this.stages = stages;
  }

  @Override
  public String uid() {
    return uid;
  }

  /** What draws the sample. */
  public Estimator<?> sampler() {
    return sampler;
  }

  /** What is fitted on the sample. */
  public List<PipelineStage> stages() {
    return List.of(stages.getStages());
  }

  @Override
  public PipelineModel fit(Dataset<?> dataset) {
    Dataset<Row> sample = ((Transformer) (Model<?>) sampler.fit(dataset)).transform(dataset);
    return (PipelineModel) stages.fit(sample).setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    sampler.transformSchema(schema);
    return stages.transformSchema(schema);
  }

  @Override
  public Resampled copy(ParamMap extra) {
    return new Resampled(uid, (Estimator<?>) sampler.copy(extra), stages.copy(extra));
  }

  @Override
  public MLWriter write() {
    return new Writer(this);
  }

  /** Reads a saved estimator. */
  public static MLReader<Resampled> read() {
    return new Reader();
  }

  private static final class Writer extends MLWriter {
    private final Resampled saved;

    Writer(Resampled saved) {
      this.saved = saved;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter.saveMetadata(saved, path, sparkSession());
      try {
        ((MLWritable) saved.sampler).save(new Path(path, SAMPLER).toString());
        saved.stages.save(new Path(path, STAGES).toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Reader extends MLReader<Resampled> {
    @Override
    public Resampled load(String path) {
      String name = Resampled.class.getName();
      return new Resampled(
          DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), name).uid(),
          DefaultParamsReader$.MODULE$.loadParamsInstance(
              new Path(path, SAMPLER).toString(), sparkSession()),
          Pipeline.load(new Path(path, STAGES).toString()));
    }
  }
}
