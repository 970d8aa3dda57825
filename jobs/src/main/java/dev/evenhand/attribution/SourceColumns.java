package dev.evenhand.attribution;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.feature.MaxAbsScalerModel;
import org.apache.spark.ml.feature.MinMaxScalerModel;
import org.apache.spark.ml.feature.RobustScalerModel;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * The column of a table that each entry of a fitted pipeline's vector comes from: codes, indices
 * and filled gaps of a column lead back to it. For the players of an explainer.
 */
public final class SourceColumns {
  private final List<Transformer> stages;
  private final StructType schema;

  private SourceColumns(List<Transformer> stages, StructType schema) {
    this.stages = stages;
    this.schema = schema;
  }

  /**
   * One name an entry of the vector.
   *
   * @param rows of the pipeline's input; none is read
   * @throws DataProblem if a stage mixes columns
   */
  public static String[] of(PipelineModel pipeline, Dataset<?> rows, String features) {
    StructType after = pipeline.transform(rows.limit(0)).schema();
    SourceColumns sources = new SourceColumns(Arrays.asList(pipeline.stages()), after);
    return sources.entries(features, pipeline.stages().length).toArray(String[]::new);
  }

  /** The sources of a column's entries, as the stages before one made it. */
  private List<String> entries(String column, int before) {
    for (int s = before - 1; s >= 0; s--) {
      Transformer stage = stages.get(s);
      List<String> outputs = columns(stage, "output");
      int place = outputs.indexOf(column);
      if (place >= 0) {
        return made(stage, s, columns(stage, "input"), outputs, place);
      }
    }
    return Collections.nCopies(size(column), column);
  }

  private List<String> made(
      Transformer stage, int s, List<String> inputs, List<String> outputs, int place) {
    List<String> sources = new ArrayList<>();
    if (stage instanceof VectorAssembler) {
      inputs.forEach(input -> sources.addAll(entries(input, s)));
      return sources;
    }
    if (inputs.size() == outputs.size()) {
      sources.addAll(entries(inputs.get(place), s));
    } else {
      inputs.forEach(input -> sources.addAll(entries(input, s)));
    }
    if (isByEntry(stage)) {
      return sources;
    }
    if (new HashSet<>(sources).size() != 1) {
      throw new DataProblem(
          "Stage %s mixes columns %s into one: name the players yourself."
              .formatted(stage.uid(), String.join(", ", new HashSet<>(sources))));
    }
    return Collections.nCopies(size(outputs.get(place)), sources.get(0));
  }

  private static boolean isByEntry(Transformer stage) {
    return stage instanceof StandardScalerModel
        || stage instanceof MinMaxScalerModel
        || stage instanceof MaxAbsScalerModel
        || stage instanceof RobustScalerModel;
  }

  /** What a stage's Params name as its columns, one or several. */
  private static List<String> columns(Transformer stage, String side) {
    for (String param : List.of(side + "Cols", side + "Col")) {
      if (stage.hasParam(param) && stage.isDefined(stage.getParam(param))) {
        Object value = stage.getOrDefault(stage.getParam(param));
        return value instanceof String[] several
            ? Arrays.asList(several)
            : List.of(value.toString());
      }
    }
    return List.of();
  }

  private int size(String column) {
    if (!schema.apply(column).dataType().equals(SQLDataTypes.VectorType())) {
      return 1;
    }
    int size = AttributeGroup.fromStructField(schema.apply(column)).size();
    if (size < 0) {
      throw new DataProblem(
          "Column %s doesn't say how many entries it has: name the players yourself."
              .formatted(column));
    }
    return size;
  }
}
