package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

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
  public static final Field MARKDOWN_PATH =
      optional(
          "markdown_path", StringType, "where the card lies as Markdown, relative to the lake");
  public static final Field AS_OF =
      optional("as_of", TimestampType, "moment whose knowledge it was trained on");
  public static final Field ESTIMATOR = optional("estimator", StringType, "how it was trained");
  public static final Field THRESHOLD =
      optional("threshold", DoubleType, "score from which a decision is favourable");
  public static final Field BUSINESS_VALUE =
      optional("business_value", DoubleType, "of the test decisions, in value_currency");
  public static final Field VALUE_CURRENCY =
      optional("value_currency", StringType, "ISO 4217 code, if the file names one");
  public static final Field GATES_PASSED =
      optional("gates_passed", LongType, "of the candidate; null for a reference");
  public static final Field GATES_FAILED =
      optional("gates_failed", LongType, "of the candidate; null for a reference");
  public static final Field UNIQUE_FEATURES =
      optional("unique_features", DoubleType, "share of training rows alone in all features");
  public static final Field KWH = optional("kwh", DoubleType, "electricity of the run");
  public static final Field GRAMS_CO2E = optional("grams_co2e", DoubleType, "emissions of the run");
  public static final Field COST =
      optional("cost", DoubleType, "of computing the run, in cost_currency");
  public static final Field COST_CURRENCY =
      optional("cost_currency", StringType, "ISO 4217 code of cost");
  public static final Field VERSION_BEFORE =
      optional("version_before", StringType, "run of the version that it is compared with");
  public static final Field APPROVAL =
      optional("approval", StringType, "approved or rejected; null if nobody decided");
  public static final Field APPROVED_BY =
      optional("approved_by", StringType, "who decided last, approved or rejected");
  public static final Field SUBJECTS_FORGOTTEN =
      optional("subjects_forgotten", LongType, "persons it learned from who are gone since");
  public static final Field NEEDS_RETRAINING =
      optional("needs_retraining", BooleanType, "whether for them it should be trained anew");
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
              HTML_PATH,
              MARKDOWN_PATH,
              AS_OF,
              ESTIMATOR,
              THRESHOLD,
              BUSINESS_VALUE,
              VALUE_CURRENCY,
              GATES_PASSED,
              GATES_FAILED,
              UNIQUE_FEATURES,
              KWH,
              GRAMS_CO2E,
              COST,
              COST_CURRENCY,
              VERSION_BEFORE,
              APPROVAL,
              APPROVED_BY,
              SUBJECTS_FORGOTTEN,
              NEEDS_RETRAINING)
          .keyedBy(MODEL)
          .inVersion(2);
}
