package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads a table of any kind; what it is follows from its name, or from the format given. */
record MeasuredTable(String path, String format, String separator) {
  Dataset<Row> read(SparkSession spark) {
    requirePresent();
    String kind = format == null ? kind() : format.toLowerCase(Locale.ROOT);
    Dataset<Row> rows =
        switch (kind) {
          case "csv" -> spark.read().option("header", true).option("sep", separator).csv(path);
          case "parquet" -> parquet(spark);
          case "delta" -> spark.read().format("delta").load(path);
          default ->
              throw new DataProblem(
                  "Format '%s' is not known; csv, parquet and delta are.".formatted(kind));
        };
    requireColumns(path, rows);
    requireDistinct(rows);
    return rows;
  }

  /** An empty CSV file has none. */
  static void requireColumns(String path, Dataset<Row> rows) {
    if (rows.columns().length == 0) {
      throw new DataProblem(path + " is empty. Give a table with a header and rows.");
    }
  }

  private Dataset<Row> parquet(SparkSession spark) {
    try {
      return spark.read().parquet(path);
    } catch (RuntimeException e) {
      throw new DataProblem(path + " can't be read as Parquet. Name its format by --format.", e);
    }
  }

  private String kind() {
    String name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv") || name.matches(".*\\.csv\\.(gz|bz2|zst)")) {
      return "csv";
    }
    boolean isDelta = !isRemote() && Files.isDirectory(Path.of(path, "_delta_log"));
    return isDelta ? "delta" : "parquet";
  }

  private boolean isRemote() {
    return path.contains("://");
  }

  private void requirePresent() {
    if (!isRemote() && !Files.exists(Path.of(path))) {
      throw new DataProblem(path + " does not exist. Correct the path.");
    }
  }

  private void requireDistinct(Dataset<Row> rows) {
    String[] columns = rows.columns();
    if (Arrays.stream(columns).distinct().count() < columns.length) {
      throw new DataProblem(path + " has two columns of one name. Rename one of them.");
    }
  }
}
