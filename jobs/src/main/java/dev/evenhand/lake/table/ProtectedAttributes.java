package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** Protected attributes, apart from everything else; joined only inside a step. */
public final class ProtectedAttributes {
  private ProtectedAttributes() {}

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
  public static final Field VALID_FROM =
      required(
          "valid_from",
          TimestampType,
          "from when the values hold; 1970-01-01 where the source has no history");
  public static final Field ATTRIBUTES =
      required(
          "attributes",
          createMapType(StringType, StringType, true),
          "protected attributes by name; a missing one is the group unknown");
  public static final TableContract CONTRACT =
      TableContract.of(
              "silver.protected",
              "Protected attributes of customers, with history",
              Scope.RUN,
              SUBJECT_KEY,
              SUBJECT_BUCKET,
              VALID_FROM,
              ATTRIBUTES)
          .keyedBy(SUBJECT_KEY, VALID_FROM);
}
