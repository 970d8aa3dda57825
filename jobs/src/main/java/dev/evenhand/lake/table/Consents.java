package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** One entry of the consent ledger; append-only. */
public final class Consents {
  private Consents() {}

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
  public static final Field PURPOSE =
      required("purpose", StringType, "what the data may be used for");
  public static final Field STATUS =
      required("status", StringType, "granted, withdrawn, objected or restricted");
  public static final Field LAWFUL_BASIS =
      optional("lawful_basis", StringType, "lawful basis under which it was recorded");
  public static final Field VALID_FROM =
      required("valid_from", TimestampType, "from when the entry holds");
  public static final Field RECORDED_AT =
      required("recorded_at", TimestampType, "when the business learned of it");
  public static final Field SOURCE = optional("source", StringType, "where it was recorded");
  public static final TableContract CONTRACT =
      TableContract.of(
              "silver.consents",
              "The consent ledger",
              Scope.RUN,
              SUBJECT_KEY,
              SUBJECT_BUCKET,
              PURPOSE,
              STATUS,
              LAWFUL_BASIS,
              VALID_FROM,
              RECORDED_AT,
              SOURCE)
          .keyedBy(SUBJECT_KEY, PURPOSE, VALID_FROM, RECORDED_AT, STATUS)
          .check("status_is_known", "status IN ('granted', 'withdrawn', 'objected', 'restricted')");
}
