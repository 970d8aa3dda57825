package dev.evenhand.learn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The Params of a stage that works on scores by group, and how it reads its rows. */
final class ScoredParams implements Serializable {
  private static final long serialVersionUID = 1L;

  final StringArrayParam sensitiveCols;
  final Param<String> scoreCol;
  final Param<String> labelCol;
  final Param<String> weightCol;
  final Param<String> outputCol;

  private final Params owner;
  private final String stage;

  /**
   * @param stage what messages call it
   * @param output the default of outputCol
   */
  ScoredParams(Params owner, String stage, String output, String outputDoc) {
    this.owner = owner;
    this.stage = stage;
    sensitiveCols =
        new StringArrayParam(
            owner, "sensitiveCols", "columns whose combined values name the groups");
    scoreCol = new Param<>(owner.uid(), "scoreCol", "score: the higher, the likelier label 1");
    labelCol = new Param<>(owner.uid(), "labelCol", "label, 0 or 1");
    weightCol = new Param<>(owner.uid(), "weightCol", "weight of a row; 1 if not set");
    outputCol = new Param<>(owner.uid(), "outputCol", outputDoc);
    owner.setDefault(sensitiveCols, new String[0]);
    owner.setDefault(scoreCol, "score");
    owner.setDefault(labelCol, "label");
    owner.setDefault(outputCol, output);
  }

  private <T> T value(Param<T> param) {
    return owner.getOrDefault(param);
  }

  /** A column by its name, whatever stands in it. */
  static Column named(String name) {
    return col(Quoted.name(name));
  }

  Column score() {
    return named(value(scoreCol)).cast("double");
  }

  /** A row's group: its sensitive values as text, null as "unknown". */
  Column group() {
    return array(
        Arrays.stream(value(sensitiveCols))
            .map(name -> Columns.group(name))
            .toArray(Column[]::new));
  }

  /** One pass over the rows: their weights by group, score and label. */
  ScoreCells cells(Dataset<?> dataset, double anchor) {
    checkLabelled(dataset.schema());
    Column weight = owner.isSet(weightCol) ? named(value(weightCol)).cast("double") : lit(1.0);
    return ScoreCells.of(
        dataset.select(group(), score(), named(value(labelCol)).cast("double"), weight),
        anchor,
        stage);
  }

  /** Says which columns of a table to be scored are missing or no numbers. */
  void check(StructType schema) {
    checkSensitive(schema);
    checkNumeric(schema, scoreCol);
  }

  /** Says which columns of a table to learn from are missing or no numbers. */
  void checkLabelled(StructType schema) {
    check(schema);
    checkNumeric(schema, labelCol);
    if (owner.isSet(weightCol)) {
      checkNumeric(schema, weightCol);
    }
  }

  private void checkSensitive(StructType schema) {
    String[] names = value(sensitiveCols);
    if (names.length == 0) {
      throw new DataProblem(stage + ": sensitiveCols is empty. Name the columns of the groups.");
    }
    List<String> missing = new ArrayList<>(Arrays.asList(names));
    missing.removeAll(Arrays.asList(schema.fieldNames()));
    if (!missing.isEmpty()) {
      throw missing("sensitiveCols", missing.get(0), schema);
    }
  }

  private void checkNumeric(StructType schema, Param<String> param) {
    StructField field = field(schema, param);
    if (!(field.dataType() instanceof NumericType)) {
      throw new DataProblem(
          String.format(
              "%s: column %s (%s) is %s, not a number. Cast it first.",
              stage, field.name(), param.name(), field.dataType().simpleString()));
    }
  }

  StructField field(StructType schema, Param<String> param) {
    String name = value(param);
    return Arrays.stream(schema.fields())
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(() -> missing(param.name(), name, schema));
  }

  private DataProblem missing(String param, String name, StructType schema) {
    return new DataProblem(
        String.format(
            "%s: there is no column %s (%s) among %s.",
            stage, name, param, String.join(", ", schema.fieldNames())));
  }
}
