package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/**
 * A value that a customer had corrected; append-only. It stands in place of what a source goes on
 * to deliver.
 */
public final class Corrections {
  private Corrections() {}

  /** {@link #KIND} of an attribute that is a number. */
  public static final String NUMBER = "number";

  /** {@link #KIND} of any other attribute that may be a feature. */
  public static final String CATEGORY = "category";

  /** {@link #KIND} of a protected attribute. */
  public static final String PROTECTED = "protected";

  public static final Field SUBJECT_KEY =
      required(
          "subject_key",
          StringType,
          "pseudonym of the customer; PRF of namespace and canonical identifier");
  public static final Field SUBJECT_BUCKET =
      required(
          "subject_bucket",
          ShortType,
          "hash of subject_key in 256 values; what subject tables are clustered on");
  public static final Field KIND =
      required("kind", StringType, "number or category of silver.subjects, or protected");
  public static final Field ATTRIBUTE = required("attribute", StringType, "its name");
  public static final Field VALUE = optional("value", StringType, "what is right; null if nothing");
  public static final Field REASON = optional("reason", StringType, "on whose word, and why");
  public static final Field RECORDED_AT =
      required("recorded_at", TimestampType, "when it was corrected");
  public static final TableContract CONTRACT =
      TableContract.of(
              "silver.corrections",
              "Values that customers had corrected",
              Scope.LOG,
              SUBJECT_KEY,
              SUBJECT_BUCKET,
              KIND,
              ATTRIBUTE,
              VALUE,
              REASON,
              RECORDED_AT)
          .check("kind_is_known", "kind IN ('number', 'category', 'protected')");
}
