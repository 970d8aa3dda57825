package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;
import org.apache.spark.sql.types.StructType;

/**
 * Why a decision came out so: contributions of features, reasons in words, and what would change
 * it.
 */
public final class Explanations {
  private Explanations() {}

  public static final Field MODEL = required("model", StringType, "name of the model");
  public static final Field DECISION_ID = required("decision_id", StringType, "the decision");
  public static final Field MARGIN = required("margin", DoubleType, "log-odds before calibration");
  public static final Field BASE = required("base", DoubleType, "log-odds at the reference");
  public static final Field CONTRIBUTIONS =
      required(
          "contributions",
          createMapType(StringType, DoubleType, true),
          "log-odds by feature; they add up to margin minus base");
  public static final Field REASONS =
      required(
          "reasons", createArrayType(StringType, false), "the strongest features, strongest first");
  public static final Field DECISION =
      optional("decision", DoubleType, "1 selected, 0 not, by this model");
  public static final Field REASON_CODES =
      optional(
          "reason_codes",
          createArrayType(StringType, true),
          "the strongest features with :for or :against, strongest first");

  /** Part of {@link #SENTENCES}: what counted towards the decision, to the customer. */
  public static final String CUSTOMER = "customer";

  /** Part of {@link #SENTENCES}: what counted the other way, to the customer. */
  public static final String OTHER_SIDE = "other_side";

  /** Part of {@link #SENTENCES}: the main reasons in one sentence. */
  public static final String SALES_REPRESENTATIVE = "sales_representative";

  /** Part of {@link #SENTENCES}: the strongest features with their effects. */
  public static final String REVIEWER = "reviewer";

  /** Part of {@link #SENTENCES}: what would have changed the decision, to the customer. */
  public static final String CHANGES = "recourse";

  public static final Field SENTENCES =
      optional(
          "sentences",
          createMapType(
              StringType,
              new StructType()
                  .add(CUSTOMER, createArrayType(StringType, true))
                  .add(OTHER_SIDE, createArrayType(StringType, true))
                  .add(SALES_REPRESENTATIVE, StringType)
                  .add(REVIEWER, createArrayType(StringType, true))
                  .add(CHANGES, createArrayType(StringType, true)),
              true),
          "the reasons in words, by language and reader; recourse says what would have changed it");
  public static final Field RECOURSE_STATUS =
      optional(
          "recourse_status",
          StringType,
          "favourable; found; none: proved that no allowed change of at most most_changes features"
              + " helps; unknown: none found; null where the file allows no changes");

  /** Part of {@link #RECOURSE}: sum of the changes, each in the feature's usual distances. */
  public static final String COST = "cost";

  /** Part of {@link #RECOURSE}. */
  public static final String CHANGED = "changes";

  public static final Field RECOURSE =
      optional(
          "recourse",
          createArrayType(
              new StructType()
                  .add(COST, DoubleType)
                  .add(
                      CHANGED,
                      createArrayType(
                          new StructType()
                              .add("feature", StringType)
                              .add("from_number", DoubleType)
                              .add("to_number", DoubleType)
                              .add("from_category", StringType)
                              .add("to_category", StringType),
                          true)),
              true),
          "the smallest allowed changes that would turn the decision, cheapest first");
  private static final int VERSION = 2;

  public static final TableContract CONTRACT =
      TableContract.of(
              "gold.explanations",
              "Why decisions came out so",
              Scope.RUN,
              MODEL,
              DECISION_ID,
              MARGIN,
              BASE,
              CONTRIBUTIONS,
              REASONS,
              DECISION,
              REASON_CODES,
              SENTENCES,
              RECOURSE_STATUS,
              RECOURSE)
          .keyedBy(MODEL, DECISION_ID)
          .inVersion(VERSION);
}
