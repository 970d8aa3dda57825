package dev.evenhand.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** No model can be fitted, calibrated or held to a policy by rows of one label. */
final class BothLabels {
  private BothLabels() {}

  /** Refuses training or validation rows that lack a label; both at once if both do. */
  static void require(Dataset<Row> rows) {
    List<String> problems = new ArrayList<>();
    Row found =
        rows.agg(
                count(lit(1)).as("rows"),
                sum(col(TrainingData.LABEL)).as("positive"),
                count_if(col(TrainingData.IS_VALIDATION)).as("validation rows"),
                sum(when(col(TrainingData.IS_VALIDATION), col(TrainingData.LABEL)).otherwise(0))
                    .as("validation positive"))
            .head();
    long validation = found.getLong(2);
    long chosen = (long) found.getDouble(3);
    addUnlessBoth(
        problems, "training", found.getLong(0) - validation, (long) found.getDouble(1) - chosen);
    addUnlessBoth(problems, "validation", validation, chosen);
    if (!problems.isEmpty()) {
      throw new DataProblem(problems);
    }
  }

  private static void addUnlessBoth(List<String> problems, String what, long rows, long positive) {
    if (positive == 0 || positive == rows) {
      problems.add(
          "train: the %,d %s rows have %,d positive labels, but both labels are needed. Bring more decisions, or change the shares of split."
              .formatted(rows, what, positive));
    }
  }
}
