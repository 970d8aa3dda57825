package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** A gate of the pipeline file, what was measured, and whether it passed. */
public final class Gates {
  private Gates() {}

  public static final Field MODEL = required("model", StringType, "name of the model");
  public static final Field METRIC = required("metric", StringType, "what is measured");
  public static final Field ATTRIBUTE = optional("attribute", StringType, "protected attribute");
  public static final Field BOUND =
      required("bound", StringType, "at most or at least, and the number");
  public static final Field VALUE =
      optional("value", DoubleType, "what was measured on the test split");
  public static final Field PASSED = required("passed", BooleanType, "whether the gate passed");
  public static final Field REASON = optional("reason", StringType, "why it did not");
  public static final Field SET_BY =
      required("set_by", StringType, "file: the pipeline file; house: holds for every pipeline");
  public static final TableContract CONTRACT =
      TableContract.of(
          "govern.gates",
          "Gates and how they went",
          Scope.RUN,
          MODEL,
          METRIC,
          ATTRIBUTE,
          BOUND,
          VALUE,
          PASSED,
          REASON,
          SET_BY);
}
