package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** An erasure that was carried out and verified, with its signed certificate; append-only. */
public final class Erasures {
  private Erasures() {}

  /** An erasure goes through every pipeline's rows, so its own row belongs to none. */
  public static final String PIPELINE = "lake";

  public static final Field SUBJECTS = required("subjects", LongType, "persons erased");
  public static final Field SUBJECT_HASHES =
      required(
          "subject_hashes",
          createArrayType(StringType, false),
          "who they were, by a keyed hash that serves this purpose alone");
  public static final Field ROWS_ERASED =
      required(
          "rows_erased", createMapType(StringType, LongType, false), "rows that went, by table");
  public static final Field VERSIONS_BEFORE =
      required(
          "versions_before",
          createMapType(StringType, LongType, false),
          "Delta version by table when the erasure began; unreadable since");
  public static final Field VERSIONS_AFTER =
      required(
          "versions_after",
          createMapType(StringType, LongType, false),
          "the oldest Delta version that can be read, by table");
  public static final Field REQUESTED_AT =
      required("requested_at", TimestampType, "wall clock when it began");
  public static final Field COMPLETED_AT =
      required("completed_at", TimestampType, "wall clock when it was verified");
  public static final Field CERTIFICATE =
      required("certificate", StringType, "all of it as JSON; what is signed");
  public static final Field SIGNATURE =
      required("signature", BinaryType, "Ed25519 signature of the certificate's UTF-8 bytes");
  public static final Field PUBLIC_KEY =
      required("public_key", BinaryType, "the Ed25519 key that verifies the signature");
  public static final TableContract CONTRACT =
      TableContract.of(
          "govern.erasures",
          "Erasures with their proof; run_id is the erasure's own",
          Scope.LOG,
          SUBJECTS,
          SUBJECT_HASHES,
          ROWS_ERASED,
          VERSIONS_BEFORE,
          VERSIONS_AFTER,
          REQUESTED_AT,
          COMPLETED_AT,
          CERTIFICATE,
          SIGNATURE,
          PUBLIC_KEY);
}
