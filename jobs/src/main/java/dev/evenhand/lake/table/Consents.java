package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** One entry of the consent ledger; append-only. */
public final class Consents {
  private Consents() {}

  /** The status of a grant; every other is a refusal. */
  public static final String GRANTED = "granted";

  /** The purpose of an entry that is about all of them. */
  public static final String EVERY_PURPOSE = "*";

  /** {@link #ABOUT} of an entry about the use for a purpose as a whole; the same as null. */
  public static final String USE = "use";

  /** {@link #ABOUT} of an objection to being profiled, or its end. */
  public static final String PROFILING = "profiling";

  /** {@link #ABOUT} of an objection to decisions without a person, or its end. */
  public static final String AUTOMATION = "automated-decisions";

  /** {@link #ABOUT} of what a customer wants to be profiled for; {@link #TOPIC} names it. */
  public static final String PREFERENCE = "preference";

  /** {@link #GIVEN_BY} of an entry by who answers for a minor. */
  public static final String GUARDIAN = "guardian";

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
  public static final Field JURISDICTION =
      optional("jurisdiction", StringType, "where it holds; everywhere if null");
  public static final Field ABOUT =
      optional(
          "about",
          StringType,
          "use (or null), profiling, automated-decisions or preference: what it is about");
  public static final Field TOPIC =
      optional("topic", StringType, "what a preference is about, such as coupons");
  public static final Field GIVEN_BY =
      optional("given_by", StringType, "subject (or null), or guardian: who gave it");

  public static final Field UNDATED =
      optional(
          "undated",
          LongType,
          "of a refusal without any date, which holds from the run that first read it: how many in these words the source had then");

  private static final int VERSION = 3;

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
              SOURCE,
              JURISDICTION,
              ABOUT,
              TOPIC,
              GIVEN_BY,
              UNDATED)
          .keyedBy(
              SUBJECT_KEY,
              PURPOSE,
              VALID_FROM,
              RECORDED_AT,
              STATUS,
              JURISDICTION,
              ABOUT,
              TOPIC,
              GIVEN_BY)
          .check("status_is_known", "status IN ('granted', 'withdrawn', 'objected', 'restricted')")
          .check(
              "about_is_known",
              "about IS NULL OR about IN ('use', 'profiling', 'automated-decisions', 'preference')")
          .check("given_by_is_known", "given_by IS NULL OR given_by IN ('subject', 'guardian')")
          .check(
              "a_preference_has_a_topic",
              "about IS NULL OR about <> 'preference' OR topic IS NOT NULL")
          .inVersion(VERSION);
}
