package dev.evenhand.attribution;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_arrays;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import java.util.Arrays;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;

/** Contributions under the names of their players. */
final class Named {
  private Named() {}

  static String[] players(Dataset<?> explained, String contributions) {
    AttributeGroup group = AttributeGroup.fromStructField(explained.schema().apply(contributions));
    if (group.attributes().isEmpty()) {
      throw new DataProblem(
          "Column '%s' doesn't name its players: it must come from an explainer of one output."
              .formatted(contributions));
    }
    return Arrays.stream(group.attributes().get())
        .map(attribute -> attribute.name().get())
        .toArray(String[]::new);
  }

  static Column byPlayer(Dataset<?> explained, String contributions) {
    return map_from_arrays(
        lit(players(explained, contributions)),
        vector_to_array(explained.col(Quoted.name(contributions)), "float64"));
  }
}
