package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** A model card: typed columns, and the whole card as JSON. */
public final class ModelCards {
  private ModelCards() {}

  public static final Field MODEL = required("model", StringType, "name of the model");
  public static final Field OWNER = required("owner", StringType, "who answers for it");
  public static final Field CONTACT = required("contact", StringType, "how to reach them");
  public static final Field INTENDED_USE = required("intended_use", StringType, "what it is for");
  public static final Field OUT_OF_SCOPE =
      required("out_of_scope", StringType, "what it is not for");
  public static final Field LAWFUL_BASIS =
      required("lawful_basis", StringType, "consent purpose or other basis");
  public static final Field BASIS_REASON =
      optional("basis_reason", StringType, "why that basis holds");
  public static final Field STATUS =
      required("status", StringType, "promoted, refused or reference");
  public static final Field ROC_AUC = optional("roc_auc", DoubleType, "on the test split");
  public static final Field SELECTION_RATE =
      optional("selection_rate", DoubleType, "on the test split");
  public static final Field GAP_METRIC =
      optional("gap_metric", StringType, "name of the fairness gap shown");
  public static final Field GAP = optional("gap", DoubleType, "the gap on the test split");
  public static final Field UNCONSTRAINED_GAP =
      optional("unconstrained_gap", DoubleType, "the same gap of the unconstrained model");
  public static final Field TRAINING_ROWS =
      required("training_rows", LongType, "rows it was trained on");
  public static final Field CARD = required("card", StringType, "the whole card as JSON");
  public static final Field HTML_PATH =
      required("html_path", StringType, "where the page lies, relative to the lake");
  public static final TableContract CONTRACT =
      TableContract.of(
              "govern.model_cards",
              "Model cards",
              Scope.RUN,
              MODEL,
              OWNER,
              CONTACT,
              INTENDED_USE,
              OUT_OF_SCOPE,
              LAWFUL_BASIS,
              BASIS_REASON,
              STATUS,
              ROC_AUC,
              SELECTION_RATE,
              GAP_METRIC,
              GAP,
              UNCONSTRAINED_GAP,
              TRAINING_ROWS,
              CARD,
              HTML_PATH)
          .keyedBy(MODEL);
}
