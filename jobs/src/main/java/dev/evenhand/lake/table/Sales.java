package dev.evenhand.lake.table;

import static dev.evenhand.lake.Field.optional;
import static dev.evenhand.lake.Field.required;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createDecimalType;

import dev.evenhand.lake.Field;
import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;

/** A line of a sale. */
public final class Sales {
  private Sales() {}

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
  public static final Field SOLD_AT = required("sold_at", TimestampType, "moment of the sale, UTC");
  public static final Field RECORDED_AT =
      required(
          "recorded_at",
          TimestampType,
          "moment from which the business knew of it; sold_at unless the source says otherwise");
  public static final Field ORDER_ID = optional("order_id", StringType, "order or basket");
  public static final Field PRODUCT_ID = optional("product_id", StringType, "product");
  public static final Field CATEGORY = optional("category", StringType, "product category");
  public static final Field QUANTITY =
      optional("quantity", DoubleType, "items; negative for a return");
  public static final Field AMOUNT =
      optional(
          "amount", createDecimalType(18, 4), "what the customer paid for the line, in currency");
  public static final Field DISCOUNT =
      optional(
          "discount",
          createDecimalType(18, 4),
          "discount given on the line, in currency, not negative");
  public static final Field CHANNEL = optional("channel", StringType, "shop, web, phone");
  public static final Field CURRENCY =
      optional("currency", StringType, "ISO 4217 code of amount and discount");
  public static final TableContract CONTRACT =
      TableContract.of(
          "silver.sales",
          "Sales lines",
          Scope.PIPELINE,
          SUBJECT_KEY,
          SUBJECT_BUCKET,
          SOLD_AT,
          RECORDED_AT,
          ORDER_ID,
          PRODUCT_ID,
          CATEGORY,
          QUANTITY,
          AMOUNT,
          DISCOUNT,
          CHANNEL,
          CURRENCY);
}
