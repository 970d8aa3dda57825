package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;
import java.sql.Timestamp;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** What a person decided about a model version, signed; append-only, the newest holds. */
public final class Approvals {
  public static final String APPROVED = "approved";
  public static final String REJECTED = "rejected";

  private Approvals() {}

  public static final Field MODEL = required("model", StringType, "name of the model");
  public static final Field MODEL_VERSION =
      required("model_version", StringType, "run that trained it");
  public static final Field MODEL_SHA256 =
      required("model_sha256", StringType, "hash of the saved files that the decision is about");
  public static final Field DECISION = required("decision", StringType, "approved or rejected");
  public static final Field SIGNED_BY = required("signed_by", StringType, "who decided");
  public static final Field ROLE = required("role", StringType, "in what role they decided");
  public static final Field NOTE = optional("note", StringType, "what they want to be known");
  public static final Field SIGNED_AT = required("signed_at", TimestampType, "wall clock");
  public static final Field STATEMENT =
      required("statement", StringType, "all of it as one text; what is signed");
  public static final Field SIGNATURE =
      required("signature", BinaryType, "Ed25519 signature of the statement's UTF-8 bytes");
  public static final Field PUBLIC_KEY =
      required("public_key", BinaryType, "the Ed25519 key that verifies the signature");
  public static final TableContract CONTRACT =
      TableContract.of(
              "govern.approvals",
              "What persons decided about model versions; run_id is the decision's own",
              Scope.LOG,
              MODEL,
              MODEL_VERSION,
              MODEL_SHA256,
              DECISION,
              SIGNED_BY,
              ROLE,
              NOTE,
              SIGNED_AT,
              STATEMENT,
              SIGNATURE,
              PUBLIC_KEY)
          .check("decision_is_known", "decision IN ('approved', 'rejected')");

  /**
   * The text that is signed: every other column of the row as {@code name=length:value}, so that no
   * two rows have the same.
   *
   * @param row with the columns of this table
   */
  public static String statement(Row row) {
    return List.of(
            TableContract.PIPELINE,
            MODEL,
            MODEL_VERSION,
            MODEL_SHA256,
            DECISION,
            SIGNED_BY,
            ROLE,
            NOTE,
            SIGNED_AT)
        .stream()
        .map(field -> line(field.name(), Objects.toString(value(row, field), "")))
        .collect(Collectors.joining("\n", "evenhand-approval-1\n", "\n"));
  }

  /** Moments as UTC, whatever the zone of this machine. */
  private static Object value(Row row, Field field) {
    Object value = row.getAs(field.name());
    return value instanceof Timestamp moment ? moment.toInstant() : value;
  }

  private static String line(String name, String value) {
    return name + "=" + value.length() + ":" + value;
  }
}
