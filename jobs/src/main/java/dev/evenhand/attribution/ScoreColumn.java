package dev.evenhand.attribution;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/**
 * The number that a scored row is explained by: an entry of a vector, or a number.
 *
 * @param name empty for the probability, or the prediction where there is none
 * @param entry of a vector
 */
record ScoreColumn(String name, int entry) {
  ScoreColumn {
    if (entry < 0) { // Spark would count from the end
      throw new DataProblem(
          "targetClass is %d, but classes are numbered from 0. Name one of them.".formatted(entry));
    }
  }

  Column of(StructType scored) {
    String column = name.isEmpty() ? usual(scored) : name;
    if (!Arrays.asList(scored.fieldNames()).contains(column)) {
      throw new DataProblem(
          "scoreCol names column '%s', which the model doesn't add. It has: %s."
              .formatted(column, String.join(", ", scored.fieldNames())));
    }
    Column of = col(Quoted.name(column));
    boolean isVector = scored.apply(column).dataType().equals(SQLDataTypes.VectorType());
    return isVector ? element_at(vector_to_array(of, "float64"), entry + 1) : of.cast("double");
  }

  private static String usual(StructType scored) {
    List<String> names = Arrays.asList(scored.fieldNames());
    return names.contains("probability") ? "probability" : "prediction";
  }
}
