package dev.evenhand.rights;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.map_keys;

import dev.evenhand.base.DataProblem;
import dev.evenhand.history.Corrected;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Field;
import dev.evenhand.lake.Forgetting;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Corrections;
import dev.evenhand.lake.table.ProtectedAttributes;
import dev.evenhand.lake.table.SubjectBucket;
import dev.evenhand.lake.table.Subjects;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Corrects attributes of a customer: in every row of their history in silver, and in all that
 * sources go on to deliver. {@code silver.corrections} keeps what was corrected, when and why.
 */
public record Rectification(SparkSession spark, Lake lake, Catalog catalog, Instant now) {
  private static final StructType COLUMNS =
      new StructType()
          .add(Corrections.SUBJECT_KEY.name(), DataTypes.StringType)
          .add(Corrections.KIND.name(), DataTypes.StringType)
          .add(Corrections.ATTRIBUTE.name(), DataTypes.StringType)
          .add(Corrections.VALUE.name(), DataTypes.StringType)
          .add(Corrections.REASON.name(), DataTypes.StringType)
          .add(Corrections.RECORDED_AT.name(), DataTypes.TimestampType);

  /** Where an attribute stands. */
  private record Place(String kind, String table, Field map) {}

  private static final List<Place> PLACES =
      List.of(
          new Place(Corrections.NUMBER, Subjects.CONTRACT.name(), Subjects.NUMBERS),
          new Place(Corrections.CATEGORY, Subjects.CONTRACT.name(), Subjects.CATEGORIES),
          new Place(
              Corrections.PROTECTED,
              ProtectedAttributes.CONTRACT.name(),
              ProtectedAttributes.ATTRIBUTES));

  /**
   * Sets attributes that the lake has of a customer.
   *
   * @param values by attribute; blank if there is no right value
   * @return how many attributes were corrected, by pipeline
   */
  public Map<String, Integer> correct(
      List<String> subjectKeys, Map<String, String> values, String reason) {
    Map<String, List<Row>> corrections = corrections(subjectKeys, values, reason);
    Map<String, Integer> counts = new TreeMap<>();
    corrections.forEach(
        (pipeline, rows) -> {
          Dataset<Row> all = spark.createDataFrame(rows, COLUMNS).localCheckpoint();
          // First what is to be, so that a correction cut off here is made by the next conform.
          lake.append(
              Corrections.CONTRACT,
              all.withColumn(
                  Corrections.SUBJECT_BUCKET.name(),
                  SubjectBucket.of(Corrections.SUBJECT_KEY.column())),
              new RunScope(pipeline, RunScope.stamped("c", now)));
          apply(pipeline, all);
          counts.put(pipeline, rows.size());
        });
    return counts;
  }

  private Map<String, List<Row>> corrections(
      List<String> subjectKeys, Map<String, String> values, String reason) {
    Map<String, List<Row>> corrections = new TreeMap<>();
    TreeSet<String> known = new TreeSet<>();
    TreeSet<String> unknown = new TreeSet<>(values.keySet());
    for (Place place : PLACES) {
      for (Row held : held(place, subjectKeys)) {
        String attribute = held.getString(2);
        known.add(attribute);
        if (values.containsKey(attribute)) {
          unknown.remove(attribute);
          String value = checked(place, attribute, values.get(attribute));
          corrections
              .computeIfAbsent(held.getString(0), pipeline -> new ArrayList<>())
              .add(
                  RowFactory.create(
                      held.getString(1),
                      place.kind(),
                      attribute,
                      value,
                      reason,
                      Timestamp.from(now)));
        }
      }
    }
    if (!unknown.isEmpty()) {
      throw new DataProblem(
          "rectify: the lake has no attribute %s of this customer; it has %s. Nothing was changed."
              .formatted(String.join(", ", unknown), String.join(", ", known)));
    }
    return corrections;
  }

  private static String checked(Place place, String attribute, String value) {
    if (value.isBlank()) {
      return null;
    }
    try {
      return place.kind().equals(Corrections.NUMBER)
          ? Double.toString(Double.parseDouble(value))
          : value;
    } catch (NumberFormatException e) {
      throw new DataProblem("rectify: " + attribute + " is a number. Nothing was changed.");
    }
  }

  /** Pipeline, subject key and attribute: the names of one customer's attributes. */
  private List<Row> held(Place place, List<String> subjectKeys) {
    if (!catalog.has(place.table())) {
      return List.of();
    }
    Dataset<Row> theirs = Footprint.keys(spark, subjectKeys);
    return catalog
        .rows(place.table())
        .join(theirs, col(Subjects.SUBJECT_KEY.name()).equalTo(col(Footprint.KEY)))
        .select(
            TableContract.PIPELINE.column(),
            Subjects.SUBJECT_KEY.column(),
            explode(map_keys(place.map().column())))
        .distinct()
        .collectAsList();
  }

  private void apply(String pipeline, Dataset<Row> corrections) {
    Dataset<Row> byKind =
        Corrected.byKind(corrections)
            .withColumn(TableContract.PIPELINE.name(), org.apache.spark.sql.functions.lit(pipeline))
            .localCheckpoint();
    Map<String, Map<String, Column>> byTable = new LinkedHashMap<>();
    for (Place place : PLACES) {
      String right = Corrected.PREFIX + place.kind();
      var whole = col("t." + place.map().name());
      byTable
          .computeIfAbsent(place.table(), table -> new LinkedHashMap<>())
          .put(
              place.map().name(),
              org.apache
                  .spark
                  .sql
                  .functions
                  .when(col("k." + right).isNull(), whole)
                  .otherwise(Corrected.overlaid(whole, col("k." + right), place.kind())));
    }
    byTable.forEach(
        (table, columns) -> {
          if (catalog.has(table)) {
            new Forgetting(spark, catalog)
                .mark(
                    table,
                    byKind,
                    "t.pipeline = k.pipeline AND t.subject_key = k.subject_key",
                    columns);
          }
        });
  }
}
