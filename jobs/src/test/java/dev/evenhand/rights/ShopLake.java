package dev.evenhand.rights;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.evenhand.base.SideBySide;
import dev.evenhand.lake.Field;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import dev.evenhand.lake.table.Consents;
import dev.evenhand.lake.table.Decisions;
import dev.evenhand.lake.table.Explanations;
import dev.evenhand.lake.table.FeatureRows;
import dev.evenhand.lake.table.Figures;
import dev.evenhand.lake.table.Identities;
import dev.evenhand.lake.table.Models;
import dev.evenhand.lake.table.Predictions;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.Quarantine;
import dev.evenhand.lake.table.Sales;
import dev.evenhand.lake.table.Scores;
import dev.evenhand.lake.table.Splits;
import dev.evenhand.lake.table.SubjectBucket;
import dev.evenhand.lake.table.Subjects;
import dev.evenhand.lake.table.TrainingSet;
import dev.evenhand.lake.table.UsableDecisions;
import dev.evenhand.lake.table.Weights;
import dev.evenhand.pseudonym.CanonicalForm;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.pseudonym.Pseudonyms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * A lake of a shop with every kind of table, each in two versions. Of a customer with number {@code
 * n} all of {@code order-n-…}, {@code lane-n-…}, {@code contact-n-…} and {@code n@example.com} are
 * theirs alone; in a first version some values were others, {@code old-n-…}.
 */
public final class ShopLake {
  public static final String PIPELINE = "shop";
  public static final RunScope RUN = new RunScope(PIPELINE, "r20260301T000000000");
  public static final RunScope LATER = new RunScope(PIPELINE, "r20260302T000000000");

  /** The source of customers, who have a number and an e-mail address. */
  public static final TableContract CUSTOMERS =
      Bronze.contract(
          "customers",
          List.of(
              pseudonym("customers", "customer_id"),
              pseudonym("customers", "email"),
              text("customers", "street"),
              text("customers", "segment")));

  /** The source of sales, with the shop where each was made. */
  public static final TableContract SALES =
      Bronze.contract(
          "sales",
          List.of(
              pseudonym("sales", "customer_id"),
              pseudonym("sales", "shop_id"),
              text("sales", "order_id"),
              Field.optional("amount", DataTypes.createDecimalType(10, 2), "money")));

  private static final long FIRST = 731954826100000L;
  private static final int SALES_EACH = 3;

  private final Lake lake;
  private final Keys keys;
  private final Pseudonyms pseudonyms;
  private final Dataset<Row> customers;

  private ShopLake(SparkSession spark, Lake lake, Keys keys, long count, int files) {
    this.lake = lake;
    this.keys = keys;
    this.pseudonyms = new Pseudonyms(keys);
    this.customers =
        spark
            .range(0, count, 1, files)
            .select(
                expr("id"),
                expr("string(" + FIRST + " + id)").as("number"),
                expr("concat(" + FIRST + " + id, '@example.com')").as("address"),
                expr("concat('S', id % 7)").as("shop"))
            .withColumn("key", pseudonym("number", "customer", CanonicalForm.DIGITS))
            .withColumn("bucket", SubjectBucket.of(col("key")));
  }

  /** Writes the lake. */
  public static ShopLake write(SparkSession spark, Lake lake, Keys keys, long count, int files) {
    ShopLake shop = of(spark, lake, keys, count, files);
    shop.customers.persist(StorageLevel.MEMORY_AND_DISK_SER());
    shop.version("old-");
    shop.version("");
    shop.customers.unpersist();
    return shop;
  }

  /** The lake as it was written. */
  public static ShopLake of(SparkSession spark, Lake lake, Keys keys, long count, int files) {
    return new ShopLake(spark, lake, keys, count, files);
  }

  /** The number of a customer as the source writes it. */
  public static String number(long id) {
    return String.valueOf(FIRST + id);
  }

  /** What customers are called in the lake. */
  public String key(long id) {
    return keys.keyset().pseudonym("customer", number(id));
  }

  public String emailKey(long id) {
    return keys.keyset().pseudonym("email", number(id) + "@example.com");
  }

  /** What of a customer may be left nowhere. */
  public List<String> traces(long id) {
    String n = number(id);
    return List.of(key(id), emailKey(id), "-" + n + "-");
  }

  private void version(String age) {
    List<Runnable> tables = new ArrayList<>();
    tables.add(() -> whole(CUSTOMERS, bronzeCustomers(age)));
    tables.add(() -> whole(SALES, bronzeSales(age)));
    tables.add(() -> run(Quarantine.CONTRACT, quarantine()));
    tables.add(() -> whole(Identities.CONTRACT, identities()));
    tables.add(() -> run(Subjects.CONTRACT, subjects(age)));
    tables.add(() -> run(ProtectedAttributes.CONTRACT, protectedAttributes()));
    tables.add(() -> whole(Sales.CONTRACT, byBucket(sales(age))));
    tables.add(() -> whole(Decisions.CONTRACT, byBucket(decisions(age))));
    tables.add(() -> run(Consents.CONTRACT, consents()));
    tables.add(() -> runs(UsableDecisions.CONTRACT, decisions(age)));
    tables.add(() -> runs(FeatureRows.CONTRACT, maps(age)));
    tables.add(
        () ->
            runs(
                Splits.CONTRACT,
                decided(age, "CASE WHEN id % 3 = 0 THEN 'test' ELSE 'train' END AS split")));
    tables.add(() -> runs(TrainingSet.CONTRACT, maps(age)));
    tables.add(() -> runs(Weights.CONTRACT, decided(age, "1D AS weight")));
    tables.add(
        () ->
            runs(
                Predictions.CONTRACT,
                decided(
                    age,
                    "'fair' AS model",
                    "'test' AS split",
                    "1D AS label",
                    "0.5D AS score",
                    "1D AS decision")));
    tables.add(
        () ->
            runs(
                Scores.CONTRACT,
                decided(
                    age,
                    "key AS subject_key",
                    "'fair' AS model",
                    "'v' AS model_version",
                    "0.5D AS score",
                    "1D AS decision",
                    "'automatic' AS route",
                    "timestamp'2026-03-01' AS scored_at")));
    tables.add(
        () ->
            runs(
                Explanations.CONTRACT,
                decided(
                    age,
                    "'fair' AS model",
                    "1D AS margin",
                    "0D AS base",
                    "map('segment', 1D) AS contributions",
                    "array('segment') AS reasons")));
    tables.add(() -> runs(Models.CONTRACT, models()));
    tables.add(() -> runs(Figures.FAIRNESS, figures()));
    SideBySide.run(tables);
  }

  private void whole(TableContract table, Dataset<Row> rows) {
    lake.replacePipeline(table, rows, RUN);
  }

  private void run(TableContract table, Dataset<Row> rows) {
    lake.replaceRun(table, rows, RUN);
  }

  /** A second run came later. */
  private void runs(TableContract table, Dataset<Row> rows) {
    boolean isThere = lake.exists(table);
    lake.replaceRun(table, rows, RUN);
    if (isThere) {
      lake.replaceRun(table, rows, LATER);
    }
  }

  private Dataset<Row> byBucket(Dataset<Row> rows) {
    return rows.repartitionByRange(8, col("subject_bucket"))
        .sortWithinPartitions(col("subject_bucket"));
  }

  private Column pseudonym(String raw, String namespace, CanonicalForm form) {
    return pseudonyms.pseudonym(col(raw), namespace, form);
  }

  private Dataset<Row> bronzeCustomers(String age) {
    return customers.select(
        col("key").as("customer_id"),
        pseudonym("address", "email", CanonicalForm.EMAIL).as("email"),
        concat(lit(age), expr("concat('lane-', number, '-', id)")).as("street"),
        segment().as("segment"),
        lit("customers.csv").as("_file"),
        expr("timestamp'2026-03-01'").as("_loaded_at"));
  }

  private static Column segment() {
    return expr("CASE WHEN id = 1 THEN 'lighthouse keeper' ELSE concat('segment', id % 3) END");
  }

  private Dataset<Row> bronzeSales(String age) {
    return lines(age)
        .select(
            col("key").as("customer_id"),
            pseudonym("shop", "shop", CanonicalForm.NONE).as("shop_id"),
            col("order_id"),
            col("amount"),
            lit("sales.csv").as("_file"),
            expr("timestamp'2026-03-01'").as("_loaded_at"));
  }

  private Dataset<Row> lines(String age) {
    return customers
        .withColumn("line", expr("explode(sequence(1, " + SALES_EACH + "))"))
        .withColumn("order_id", concat(lit(age), expr("concat('order-', number, '-', line)")))
        .withColumn("amount", expr("cast(id % 100 + line AS DECIMAL(18,4))"));
  }

  private Dataset<Row> quarantine() {
    Column text = expr("concat(number, ',bad,\"', id, '\"')").cast("binary");
    return customers
        .filter("id < 20")
        .select(
            lit("sales").as("source"),
            lit("sales.csv").as("file"),
            expr("id").as("line"),
            lit("amount: not a number").as("reason"),
            pseudonyms.sealed(text, "sales").as("raw"));
  }

  private Dataset<Row> identities() {
    Dataset<Row> numbers =
        identity("customer", "number", CanonicalForm.DIGITS)
            .union(identity("email", "address", CanonicalForm.EMAIL));
    return numbers.union(
        identity("shop", "shop", CanonicalForm.NONE).dropDuplicates("subject_key"));
  }

  private Dataset<Row> identity(String namespace, String raw, CanonicalForm form) {
    return customers.select(
        lit(namespace).as("namespace"),
        pseudonyms.identity(col(raw), namespace, form).as("identity"),
        pseudonym(raw, namespace, form).as("subject_key"),
        lit(keys.keyset().version()).as("key_version"));
  }

  private Dataset<Row> subjects(String age) {
    return byBucket(
        customers.select(
            col("key").as("subject_key"),
            col("bucket").as("subject_bucket"),
            expr("timestamp'1970-01-01'").as("valid_from"),
            expr("map('age', double(id % 70))").as("numbers"),
            map(
                    array(lit("segment"), lit("street")),
                    array(segment(), concat(lit(age), expr("concat('lane-', number, '-', id)"))))
                .as("categories")));
  }

  private static Column map(Column names, Column values) {
    return org.apache.spark.sql.functions.map_from_arrays(names, values);
  }

  private Dataset<Row> protectedAttributes() {
    return byBucket(
        customers.select(
            col("key").as("subject_key"),
            col("bucket").as("subject_bucket"),
            expr("timestamp'1970-01-01'").as("valid_from"),
            expr("map('origin', CASE WHEN id = 1 THEN 'Atlantis' ELSE 'north' END)")
                .as("attributes")));
  }

  private Dataset<Row> sales(String age) {
    return lines(age)
        .select(
            col("key").as("subject_key"),
            col("bucket").as("subject_bucket"),
            expr("timestamp'2026-02-01'").as("sold_at"),
            expr("timestamp'2026-02-01'").as("recorded_at"),
            col("order_id"),
            col("amount"));
  }

  private Dataset<Row> decisions(String age) {
    return decided(
        age,
        "key AS subject_key",
        "bucket AS subject_bucket",
        "timestamp'2026-02-10' AS decided_at",
        "timestamp'2026-02-10' AS recorded_at",
        "double(id % 2) AS label",
        "map('age', double(id % 70)) AS numbers",
        "map('channel', 'web') AS categories");
  }

  private Dataset<Row> consents() {
    return byBucket(
        customers.selectExpr(
            "key AS subject_key",
            "bucket AS subject_bucket",
            "'mail' AS purpose",
            "'granted' AS status",
            "timestamp'2026-01-01' AS valid_from",
            "timestamp'2026-01-01' AS recorded_at"));
  }

  private Dataset<Row> maps(String age) {
    return decided(
        age,
        "map('age', double(id % 70)) AS numbers",
        "map('channel', 'web') AS categories",
        "1D AS label");
  }

  private Dataset<Row> decided(String age, String... columns) {
    List<String> all =
        new ArrayList<>(List.of("concat('" + age + "contact-', number, '-', id) AS decision_id"));
    all.addAll(List.of(columns));
    return customers.selectExpr(all.toArray(String[]::new));
  }

  private Dataset<Row> models() {
    return customers
        .limit(1)
        .selectExpr(
            "'fair' AS model",
            "'x' AS estimator",
            "'promoted' AS status",
            "'models/shop/none/fair' AS path",
            "'0' AS sha256",
            "1L AS training_table_version",
            "1L AS training_rows",
            "map('a', 'b') AS parameters",
            "0.5D AS threshold",
            "timestamp'2026-03-01' AS trained_at");
  }

  private Dataset<Row> figures() {
    Map<String, Column> none = Map.of();
    return customers
        .limit(1)
        .selectExpr("explode(array('north', 'Atlantis')) AS group_value")
        .withColumns(none)
        .selectExpr(
            "group_value",
            "'origin' AS attribute",
            "'selection_rate' AS metric",
            "'value' AS statistic",
            "0.5D AS value",
            "'ok' AS status",
            "timestamp'2026-03-01' AS computed_at");
  }

  private static Field pseudonym(String source, String name) {
    return Field.optional(name, DataTypes.StringType, Bronze.comment(source, name, true));
  }

  private static Field text(String source, String name) {
    return Field.optional(name, DataTypes.StringType, Bronze.comment(source, name, false));
  }
}
