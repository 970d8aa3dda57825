package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;
import java.util.List;

/** The metric tables, all in one long form: a figure a row, null with a reason where undefined. */
public final class Figures {
  private Figures() {}

  public static final Field MODEL =
      optional("model", StringType, "model the figure is about; null for data");
  public static final Field MODEL_VERSION =
      optional("model_version", StringType, "run that trained the model");
  public static final Field DATASET =
      optional("dataset", StringType, "what was measured: a source, before or after a repair");
  public static final Field SPLIT = optional("split", StringType, "train, validation or test");
  public static final Field ATTRIBUTE =
      optional(
          "attribute",
          StringType,
          "attribute, or a canonical JSON array of names for an intersection");
  public static final Field GROUP_VALUE =
      optional("group_value", StringType, "value, or a canonical JSON array of values");
  public static final Field CONTROL =
      optional("control", StringType, "control attributes and their values as JSON");
  public static final Field REFERENCE =
      optional("reference", StringType, "what a disparity is measured against");
  public static final Field METRIC = required("metric", StringType, "name of the metric");
  public static final Field STATISTIC =
      required("statistic", StringType, "value, difference, ratio, count, ...");
  public static final Field VALUE =
      optional("value", DoubleType, "the figure; null if withheld or undefined");
  public static final Field CI_LOW =
      optional("ci_low", DoubleType, "lower end of the 95 % interval");
  public static final Field CI_HIGH = optional("ci_high", DoubleType, "upper end");
  public static final Field CI_METHOD =
      optional("ci_method", StringType, "how the interval was made");
  public static final Field P_VALUE = optional("p_value", DoubleType, "p-value of the gap");
  public static final Field Q_VALUE = optional("q_value", DoubleType, "Benjamini-Hochberg q-value");
  public static final Field N = optional("n", LongType, "rows it is made of");
  public static final Field WEIGHT = optional("weight", DoubleType, "sum of their weights");
  public static final Field STATUS = required("status", StringType, "ok, withheld or undefined");
  public static final Field REASON =
      optional("reason", StringType, "why it is withheld or undefined");
  public static final Field COMPUTED_AT =
      required("computed_at", TimestampType, "as-of moment of the run");

  public static final TableContract QUALITY =
      table("quality", "Counts of rows by source and step: the balance of the books");
  public static final TableContract BALANCE =
      table("balance", "How the data departs from balance, before and after repair");
  public static final TableContract PRIVACY = table("privacy", "Anonymization, risk and loss");
  public static final TableContract FAIRNESS =
      table("fairness", "Group metrics and their disparities");
  public static final TableContract PERFORMANCE =
      table("performance", "How good a model is, overall and by group");
  public static final TableContract DRIFT =
      table("drift", "How new data departs from training data");
  public static final TableContract ENERGY = table("energy", "CPU time and energy of a run");
  public static final List<TableContract> ALL =
      List.of(QUALITY, BALANCE, PRIVACY, FAIRNESS, PERFORMANCE, DRIFT, ENERGY);

  private static TableContract table(String name, String comment) {
    return TableContract.of(
            "metrics." + name,
            comment,
            Scope.RUN,
            MODEL,
            MODEL_VERSION,
            DATASET,
            SPLIT,
            ATTRIBUTE,
            GROUP_VALUE,
            CONTROL,
            REFERENCE,
            METRIC,
            STATISTIC,
            VALUE,
            CI_LOW,
            CI_HIGH,
            CI_METHOD,
            P_VALUE,
            Q_VALUE,
            N,
            WEIGHT,
            STATUS,
            REASON,
            COMPUTED_AT)
        .check("status_is_known", "status IN ('ok', 'withheld', 'undefined')")
        .check("no_value_unless_ok", "status = 'ok' OR value IS NULL")
        .check(
            "value_is_a_number",
            "value IS NULL OR (NOT isnan(value) AND abs(value) < double('Infinity'))");
  }
}
