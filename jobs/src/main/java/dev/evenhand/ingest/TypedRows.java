package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.table.Bronze;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows that come with types (Parquet, Delta, JDBC) as the schema wants them. */
record TypedRows(Origin origin, SourceSchema schema) {

  /** The declared schema, or the types that were found. */
  static TypedRows of(Origin origin, StructType found) {
    return new TypedRows(
        origin,
        SourceSchema.declared(origin.name(), origin.source())
            .orElseGet(() -> SourceSchema.of(origin.name(), origin.source(), withInstants(found))));
  }

  /** The columns that the schema does not know. */
  List<String> unknown(StructType found) {
    return Arrays.stream(found.fieldNames())
        .filter(name -> schema.column(SourceSchema.landed(name)).isEmpty())
        .toList();
  }

  /** How each column becomes what the schema wants; refuses a missing or retyped one. */
  Map<SourceColumn, Conversion> conversions(StructType found, String place) {
    Map<SourceColumn, Conversion> conversions = new LinkedHashMap<>();
    for (SourceColumn column : schema.columns()) {
      StructField field = field(found, column).orElseThrow(() -> missing(column, found, place));
      conversions.put(
          column,
          Conversion.of(
                  column,
                  SourceColumn.named(field.name()),
                  field.dataType(),
                  origin.source().timezone())
              .orElseThrow(() -> retyped(column, field, place)));
    }
    return conversions;
  }

  /** The rows as a {@link SourceReader} gives them. */
  Dataset<Row> rows(Dataset<Row> found, String place, Column file, Column ordinal) {
    Map<SourceColumn, Conversion> conversions = conversions(found.schema(), place);
    List<Column> columns = new ArrayList<>();
    conversions.forEach((column, each) -> columns.add(each.value().as(column.name())));
    List<Column> faults = conversions.values().stream().map(Conversion::fault).toList();
    Column none = lit(null).cast(DataTypes.StringType);
    Column first = coalesce(faults.toArray(Column[]::new));
    Column all =
        struct(
            Arrays.stream(found.schema().fieldNames())
                .map(SourceColumn::named)
                .toArray(Column[]::new));
    columns.add(file.as(Bronze.FILE.name()));
    columns.add(ordinal.as(Bronze.ORDINAL.name()));
    columns.add(lit(null).cast(DataTypes.LongType).as(Working.LINE.columnName()));
    columns.add(lit(null).cast(DataTypes.LongType).as(Working.PLACE.columnName()));
    columns.add(Working.RAW.as(to_json(all).cast(DataTypes.BinaryType)));
    columns.add(Working.MALFORMED.as(first.isNotNull()));
    columns.add(Working.FAULT.as(Faults.join(faults, none)));
    return found.select(columns.toArray(Column[]::new));
  }

  private static Optional<StructField> field(StructType found, SourceColumn column) {
    return Arrays.stream(found.fields())
        .filter(field -> SourceSchema.landed(field.name()).equalsIgnoreCase(column.name()))
        .findFirst();
  }

  private DataProblem missing(SourceColumn column, StructType found, String place) {
    return origin.problem(
        place
            + " has no column "
            + column.name()
            + "; it has "
            + String.join(", ", found.fieldNames())
            + ". Correct schema, or the source.");
  }

  private DataProblem retyped(SourceColumn column, StructField field, String place) {
    return origin.problem(
        "column "
            + field.name()
            + " of "
            + place
            + " is "
            + field.dataType().sql()
            + ", but the schema says "
            + column.type().sql()
            + ". Correct schema, or the source.");
  }

  private static StructType withInstants(StructType found) {
    StructType fields = new StructType();
    for (StructField field : found.fields()) {
      boolean isWallClock = field.dataType().equals(DataTypes.TimestampNTZType);
      fields =
          fields.add(
              field.name(),
              isWallClock ? DataTypes.TimestampType : field.dataType(),
              field.nullable());
    }
    return fields;
  }
}
