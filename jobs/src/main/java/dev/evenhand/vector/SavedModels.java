package dev.evenhand.vector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenhand.base.DataProblem;
import dev.evenhand.base.SideBySide;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Saved pipelines of one run. The way from features to the vector, where all of them begin with the
 * same, is loaded once and can be applied once.
 *
 * <p>A stage's uid is given when it is made, so stages of the same uid are the same stage.
 *
 * @param shared the stages up to the vector, in order, where every model has the same
 * @param own the stages after them, by model
 */
public record SavedModels(List<Transformer> shared, Map<String, List<Transformer>> own) {

  /**
   * @param paths the folders of saved {@link PipelineModel}s by model
   * @throws DataProblem if there is none
   */
  public static SavedModels load(SparkSession spark, Map<String, String> paths) {
    if (paths.isEmpty()) {
      throw new DataProblem("govern.models has no model of this run. Run step 'train' first.");
    }
    Map<String, List<String>> uids = SideBySide.each(paths, path -> stageUids(spark, path));
    Map<String, Transformer> stages =
        SideBySide.each(stagePaths(paths, uids), path -> stage(spark, path));
    Map<String, List<Transformer>> models = new LinkedHashMap<>();
    uids.forEach((model, of) -> models.put(model, of.stream().map(stages::get).toList()));
    List<Transformer> first = models.values().iterator().next();
    int shared = Math.min(common(List.copyOf(uids.values())), upToVector(first));
    Map<String, List<Transformer>> own = new LinkedHashMap<>();
    models.forEach((model, all) -> own.put(model, List.copyOf(all.subList(shared, all.size()))));
    return new SavedModels(List.copyOf(first.subList(0, shared)), own);
  }

  /** Rows that have passed stages. */
  public static Dataset<Row> through(List<Transformer> stages, Dataset<Row> rows) {
    Dataset<Row> result = rows;
    for (Transformer stage : stages) {
      result = stage.transform(result);
    }
    return result;
  }

  /** How many stages there are up to the one that makes the vector; 0 if none does. */
  private static int upToVector(List<Transformer> stages) {
    for (int i = 0; i < stages.size(); i++) {
      if (stages.get(i) instanceof VectorAssembler assembler
          && assembler.getOutputCol().equals(FeatureStages.FEATURES)) {
        return i + 1;
      }
    }
    return 0;
  }

  private static int common(List<List<String>> uids) {
    List<String> first = uids.get(0);
    int common = 0;
    while (common < first.size()) {
      List<String> prefix = first.subList(0, common + 1);
      if (uids.stream().anyMatch(of -> !startsWith(of, prefix))) {
        break;
      }
      common++;
    }
    return common;
  }

  private static boolean startsWith(List<String> uids, List<String> prefix) {
    return uids.size() >= prefix.size() && uids.subList(0, prefix.size()).equals(prefix);
  }

  /** Where a stage lies, by uid. */
  private static Map<String, String> stagePaths(
      Map<String, String> paths, Map<String, List<String>> uids) {
    Map<String, String> places = new LinkedHashMap<>();
    uids.forEach(
        (model, of) -> {
          for (int i = 0; i < of.size(); i++) {
            places.putIfAbsent(of.get(i), stagePath(paths.get(model), of.get(i), i, of.size()));
          }
        });
    return places;
  }

  private static List<String> stageUids(SparkSession spark, String path) {
    String json =
        DefaultParamsReader$.MODULE$
            .loadMetadata(path, spark, PipelineModel.class.getName())
            .metadataJson();
    try {
      List<String> uids = new ArrayList<>();
      for (JsonNode uid : new ObjectMapper().readTree(json).at("/paramMap/stageUids")) {
        uids.add(uid.asText());
      }
      return uids;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The model in " + path + " has no readable metadata", e);
    }
  }

  /** Where MLlib's PipelineModel keeps a stage: its number, padded to the width of their count. */
  public static String stagePath(String model, String uid, int index, int stages) {
    int width = String.valueOf(stages).length();
    return model + "/stages/" + ("%0" + width + "d_%s").formatted(index, uid);
  }

  private static Transformer stage(SparkSession spark, String path) {
    return (Transformer) DefaultParamsReader$.MODULE$.loadParamsInstance(path, spark);
  }
}
