package dev.evenhand.ingest;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Source;
import dev.evenhand.lake.Field;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.Bronze;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VarcharType;

/** The columns of a source: those of its DDL, or those that were found. */
record SourceSchema(List<SourceColumn> columns) {
  private static final Set<String> OWN =
      Set.of(
          TableContract.PIPELINE.name(),
          TableContract.RUN_ID.name(),
          Bronze.FILE.name(),
          Bronze.ORDINAL.name(),
          Bronze.LOADED_AT.name());

  SourceSchema {
    columns = List.copyOf(columns);
  }

  /** The declared columns; nothing if the source declares none. */
  static Optional<SourceSchema> declared(String name, Source source) {
    return source.schema().map(ddl -> of(name, source, parse(name, ddl)));
  }

  /** Columns as they were found, with the identifiers that the source names. */
  static SourceSchema of(String name, Source source, StructType found) {
    List<SourceColumn> columns = new ArrayList<>();
    for (StructField field : found.fields()) {
      var identifier = Optional.ofNullable(source.identifiers().get(field.name()));
      DataType type = identifier.isPresent() ? DataTypes.StringType : plain(field.dataType());
      boolean isSealed = source.encrypt().contains(landed(field.name()));
      columns.add(
          new SourceColumn(
              landed(field.name()),
              type,
              !field.nullable(),
              identifier,
              isSealed ? source.key() : List.of()));
    }
    SourceSchema schema = new SourceSchema(columns);
    schema.check(name, source);
    return schema;
  }

  /** A STRING column for each name. */
  static SourceSchema ofNames(String name, Source source, List<String> names) {
    StructType found = new StructType();
    for (String column : names) {
      found = found.add(column, DataTypes.StringType);
    }
    return of(name, source, found);
  }

  Optional<SourceColumn> column(String name) {
    return columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
  }

  List<SourceColumn> identifiers() {
    return columns.stream().filter(column -> column.identifier().isPresent()).toList();
  }

  List<String> names() {
    return columns.stream().map(SourceColumn::name).toList();
  }

  /** The contract of {@code bronze.<name>}. */
  TableContract contract(String name) {
    List<Field> fields = columns.stream().map(column -> column.field(name)).toList();
    return Bronze.contract(name, fields);
  }

  /** The contract of {@code bronze.<name>} with the columns that land. */
  TableContract contract(String name, Predicate<String> lands) {
    return Bronze.contract(
        name,
        columns.stream()
            .filter(column -> lands.test(column.name()))
            .map(column -> column.field(name))
            .toList());
  }

  /** The source as its checks see it: nothing is encrypted yet. */
  TableContract clearContract(String name) {
    return Bronze.contract(name, columns.stream().map(column -> column.clearField(name)).toList());
  }

  /** What a table may not have in a name becomes an underscore. */
  static String landed(String name) {
    return name.replaceAll("[ ,;{}()\\n\\t=]", "_");
  }

  private static StructType parse(String name, String ddl) {
    try {
      return StructType.fromDDL(ddl);
    } catch (Exception e) { // checked, though the signature hides it
      throw new DataProblem(
          "source " + name + ": its schema can't be read: " + SqlProblem.of(e, ddl, Map.of()));
    }
  }

  private static DataType plain(DataType type) {
    return type instanceof VarcharType || type instanceof CharType ? DataTypes.StringType : type;
  }

  private void check(String name, Source source) {
    Set<String> seen = new TreeSet<>();
    for (SourceColumn column : columns) {
      String lower = column.name().toLowerCase(Locale.ROOT);
      if (OWN.contains(lower)) {
        throw problem(name, "column '" + column.name() + "' has a name that bronze tables need");
      }
      if (!seen.add(lower)) {
        throw problem(name, "column '" + column.name() + "' stands there twice");
      }
    }
    requireColumns(name, "identifiers", source.identifiers().keySet());
    requireColumns(name, "key", source.key());
    requireColumns(name, "watermark", source.watermark().stream().toList());
    requireColumns(name, "encrypt", source.encrypt());
    requireColumns(name, "free_text", source.freeText().keySet());
    for (String column : source.freeText().keySet()) {
      if (!column(column).orElseThrow().type().equals(DataTypes.StringType)) {
        throw problem(name, "free_text names '" + column + "', which is no STRING");
      }
    }
  }

  private void requireColumns(String name, String part, Iterable<String> wanted) {
    for (String column : wanted) {
      if (names().stream().noneMatch(column::equals)) {
        throw problem(
            name,
            part + " names '" + column + "', but the columns are " + String.join(", ", names()));
      }
    }
  }

  private static DataProblem problem(String name, String what) {
    return new DataProblem("source " + name + ": " + what + ". Correct the source or its schema.");
  }
}
