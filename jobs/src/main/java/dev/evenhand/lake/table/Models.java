package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A model version: where it is saved, what it was trained on, how it decides. */
public final class Models {
  private Models() {}

  public static final Field MODEL = required("model", StringType, "name of the model");
  public static final Field ESTIMATOR = required("estimator", StringType, "how it was trained");
  public static final Field STATUS =
      required(
          "status",
          StringType,
          "candidate until judged, then promoted or refused; reference: trained to compare with;"
              + " withdrawn: its files are gone");
  public static final Field PATH =
      required("path", StringType, "where the saved pipeline lies, relative to the lake");
  public static final Field SHA256 = required("sha256", StringType, "hash of the saved files");
  public static final Field TRAINING_TABLE_VERSION =
      required("training_table_version", LongType, "Delta version of gold.training_set");
  public static final Field TRAINING_ROWS =
      required("training_rows", LongType, "rows it was trained on");
  public static final Field PARAMETERS =
      required("parameters", createMapType(StringType, StringType, true), "parameters by name");
  public static final Field THRESHOLD =
      required("threshold", DoubleType, "score from which a decision is favourable");
  public static final Field CONSTRAINT =
      optional("constraint", StringType, "fairness constraint it was trained under");
  public static final Field BOUND = optional("bound", DoubleType, "bound of the constraint");
  public static final Field VIOLATION =
      optional("violation", DoubleType, "violation on training data");
  public static final Field FIGURES =
      optional(
          "figures",
          createMapType(StringType, DoubleType, false),
          "on the validation rows: performance, business value, and gaps by attribute");
  public static final Field IS_PARETO =
      optional(
          "is_pareto",
          BooleanType,
          "whether no other model of the file is better and no less even; null for baselines");
  public static final Field SUMMARY =
      optional("summary", StringType, "the course of training as JSON");
  public static final Field TRAINED_AT =
      required("trained_at", TimestampType, "as-of moment of the run");
  public static final Field RETRAIN_SHARE =
      optional(
          "retrain_share",
          DoubleType,
          "share of its persons who refuse or are erased beyond which it needs retraining, if the"
              + " file says it");
  public static final Field RETRAIN_DAYS =
      optional(
          "retrain_days",
          IntegerType,
          "days it may be used after the first of them refused, if the file says it");
  public static final TableContract CONTRACT =
      TableContract.of(
              "govern.models",
              "Model versions",
              Scope.RUN,
              MODEL,
              ESTIMATOR,
              STATUS,
              PATH,
              SHA256,
              TRAINING_TABLE_VERSION,
              TRAINING_ROWS,
              PARAMETERS,
              THRESHOLD,
              CONSTRAINT,
              BOUND,
              VIOLATION,
              SUMMARY,
              TRAINED_AT,
              FIGURES,
              IS_PARETO,
              RETRAIN_SHARE,
              RETRAIN_DAYS)
          .keyedBy(MODEL);

  /** Status of the model that gates judge, until they have. */
  public static final String CANDIDATE = "candidate";

  /** Status of a model that could not forget whom it learned from: its files are gone. */
  public static final String WITHDRAWN = "withdrawn";

  /** Status of any other model. */
  public static final String REFERENCE = "reference";

  /**
   * The name of the model of a run that gates judge.
   *
   * @param models the run's rows of this table
   */
  public static String candidate(Dataset<Row> models) {
    List<Row> found =
        models.filter(STATUS.column().notEqual(REFERENCE)).select(MODEL.column()).collectAsList();
    if (found.size() != 1) {
      throw new DataProblem(
          "govern.models has no candidate for this run, so there is nothing to judge or to show."
              + " Run step 'train' first.");
    }
    return found.get(0).getString(0);
  }
}
