package dev.evenhand.command;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** How a table that is only read is stored. */
final class InputArguments {
  @Option(names = "--format", description = "csv, parquet or delta, if the name doesn't say.")
  private String format;

  @Option(names = "--separator", defaultValue = ",", description = "Of a CSV file.")
  private String separator;

  Dataset<Row> read(SparkSession spark, String path) {
    return new MeasuredTable(path, format, separator).read(spark);
  }
}
