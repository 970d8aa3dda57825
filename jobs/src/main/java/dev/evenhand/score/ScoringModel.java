package dev.evenhand.score;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Models;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A registered model by its name and the run that trained it. */
public record ScoringModel(String name, String runId) {
  /** What {@code --model} says for the newest model that passed its gates. */
  public static final String PROMOTED = "promoted";

  /** The newest model of that name, or the newest promoted one. */
  public static ScoringModel find(Lake lake, String pipeline, String asked) {
    Dataset<Row> models = lake.readPipeline(Models.CONTRACT, pipeline);
    Column isAsked =
        asked.equals(PROMOTED)
            ? Models.STATUS.column().equalTo(PROMOTED)
            : Models.MODEL.column().equalTo(asked);
    List<Row> newest =
        models
            .filter(isAsked)
            .orderBy(Models.TRAINED_AT.column().desc(), TableContract.RUN_ID.column().desc())
            .select(Models.MODEL.column(), TableContract.RUN_ID.column())
            .limit(1)
            .collectAsList();
    if (newest.isEmpty()) {
      throw new DataProblem(
          "score: pipeline "
              + pipeline
              + " has no model '"
              + asked
              + "'; it has "
              + models
                  .select(Models.MODEL.column())
                  .distinct()
                  .orderBy("model")
                  .collectAsList()
                  .stream()
                  .map(row -> row.getString(0))
                  .collect(Collectors.joining(", ", "[", "]"))
              + ". Run 'evenhand run' first, or name one of these with --model.");
    }
    return new ScoringModel(newest.get(0).getString(0), newest.get(0).getString(1));
  }
}
