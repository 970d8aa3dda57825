package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Parquet files; each may have its own columns, as long as all have those of the schema. */
record ParquetReader(
    Origin origin, TypedRows typed, Map<SourceFile, StructType> found, List<String> newColumns)
    implements SourceReader {

  static ParquetReader open(Origin origin) {
    Map<String, List<SourceFile>> alike = new LinkedHashMap<>();
    for (SourceFile file : origin.list()) {
      alike.computeIfAbsent(footer(origin, file), schema -> new ArrayList<>()).add(file);
    }
    Map<SourceFile, StructType> found = new LinkedHashMap<>();
    for (List<SourceFile> files : alike.values()) {
      StructType schema = read(origin, files).schema();
      files.forEach(file -> found.put(file, schema));
    }
    TypedRows typed = TypedRows.of(origin, found.values().iterator().next());
    found.forEach((file, schema) -> typed.conversions(schema, "file " + file.name()));
    List<String> unknown =
        found.values().stream().flatMap(each -> typed.unknown(each).stream()).distinct().toList();
    return new ParquetReader(origin, typed, found, unknown);
  }

  @Override
  public SourceSchema schema() {
    return typed.schema();
  }

  @Override
  public List<SourceFile> files() {
    return List.copyOf(found.keySet());
  }

  @Override
  public Dataset<Row> rows(List<SourceFile> some, Places places) {
    Map<StructType, List<SourceFile>> groups = new LinkedHashMap<>();
    some.forEach(
        file -> groups.computeIfAbsent(found.get(file), schema -> new ArrayList<>()).add(file));
    return groups.values().stream()
        .map(
            files -> {
              Dataset<Row> rows = read(origin, files);
              return typed.rows(
                  rows,
                  "file " + files.get(0).name(),
                  FileNames.of(files),
                  col("_metadata.row_index"));
            })
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private static Dataset<Row> read(Origin origin, List<SourceFile> files) {
    return origin
        .reading()
        .read()
        .parquet(files.stream().map(file -> file.path().toString()).toArray(String[]::new));
  }

  /** The file's own schema as text: files with equal ones are read together. */
  private static String footer(Origin origin, SourceFile file) {
    Configuration conf = origin.conf();
    try (var parquet = ParquetFileReader.open(HadoopInputFile.fromPath(file.path(), conf))) {
      return parquet.getFileMetaData().getSchema().toString();
    } catch (IOException | RuntimeException e) {
      throw origin.problem(
          "file "
              + file.name()
              + " is no Parquet file, or is cut short. Fetch it again, or correct format.");
    }
  }
}
