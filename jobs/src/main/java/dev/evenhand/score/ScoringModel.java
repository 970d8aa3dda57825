package dev.evenhand.score;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Models;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A registered model: its name, the run that trained it, and its files in the lake.
 *
 * @param path relative to the lake
 * @param sha256 hash of the files as they were registered
 */
public record ScoringModel(String name, String runId, String path, String sha256) {
  /** What {@code --model} says for the newest model that passed its gates. */
  public static final String PROMOTED = "promoted";

  /** The newest model of that name, or the newest promoted one. */
  public static ScoringModel find(Lake lake, String pipeline, String asked) {
    Dataset<Row> models = lake.readPipeline(Models.CONTRACT, pipeline);
    Column isAsked =
        asked.equals(PROMOTED)
            ? Models.STATUS.column().equalTo(PROMOTED)
            : Models.MODEL.column().equalTo(asked).and(isThere());
    List<Row> newest =
        models
            .filter(isAsked)
            .orderBy(Models.TRAINED_AT.column().desc(), TableContract.RUN_ID.column().desc())
            .select(
                Models.MODEL.column(),
                TableContract.RUN_ID.column(),
                Models.PATH.column(),
                Models.SHA256.column())
            .limit(1)
            .collectAsList();
    if (newest.isEmpty()) {
      throw noSuchModel(models, pipeline, asked);
    }
    Row model = newest.get(0);
    return new ScoringModel(
        model.getString(0), model.getString(1), model.getString(2), model.getString(3));
  }

  /** The files of a withdrawn model are gone. */
  private static Column isThere() {
    return Models.STATUS.column().notEqual(Models.WITHDRAWN);
  }

  /** Loads it, if its files are those that were registered. */
  PipelineModel load(Lake lake) {
    if (!lake.files().sha256(path).equals(sha256)) {
      throw new DataProblem(
          "score: the files of model "
              + name
              + " of run "
              + runId
              + " are not those that govern.models registered. Score by another model with --model,"
              + " or train anew with 'evenhand run'.");
    }
    return PipelineModel.load(lake.files().place(path));
  }

  private static DataProblem noSuchModel(Dataset<Row> models, String pipeline, String asked) {
    String names =
        models
            .select(Models.MODEL.column())
            .distinct()
            .orderBy(Models.MODEL.column())
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .collect(Collectors.joining(", ", "[", "]"));
    return new DataProblem(
        "score: pipeline "
            + pipeline
            + " has no model '"
            + asked
            + "'; it has "
            + names
            + ". Run 'evenhand run' first, or name one of these with --model.");
  }
}
