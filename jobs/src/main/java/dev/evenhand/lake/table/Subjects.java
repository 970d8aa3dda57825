package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** What is known of a customer that may be a feature; a new row for each change. */
public final class Subjects {
  private Subjects() {}

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
  public static final Field NUMBERS =
      required(
          "numbers", createMapType(StringType, DoubleType, true), "numeric attributes by name");
  public static final Field CATEGORIES =
      required(
          "categories", createMapType(StringType, StringType, true), "other attributes by name");
  public static final TableContract CONTRACT =
      TableContract.of(
              "silver.subjects",
              "Attributes of customers that may be features, with history",
              Scope.RUN,
              SUBJECT_KEY,
              SUBJECT_BUCKET,
              VALID_FROM,
              NUMBERS,
              CATEGORIES)
          .keyedBy(SUBJECT_KEY, VALID_FROM);
}
