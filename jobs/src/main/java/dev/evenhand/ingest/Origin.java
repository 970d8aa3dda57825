package dev.evenhand.ingest;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Source;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/**
 * A source by its name in the pipeline file, and where it is read.
 *
 * @param reading the session of {@link Reading}
 * @param data the folder that paths and file names start from
 */
record Origin(String name, Source source, SparkSession reading, String data) {
  static Origin of(Pipeline pipeline, String name, SparkSession reading) {
    return new Origin(name, pipeline.sources().get(name), reading, pipeline.location(""));
  }

  Configuration conf() {
    return reading.sparkContext().hadoopConfiguration();
  }

  /** The source's files; at least one. */
  List<SourceFile> list() {
    return SourceFile.list(name, location(), data, conf());
  }

  String location() {
    return Pipeline.location(data, source.path().orElseThrow());
  }

  /** The column {@code _file}. */
  Column nameOf(List<SourceFile> files) {
    return FileNames.of(files, data, conf());
  }

  DataProblem problem(String what) {
    return new DataProblem("source " + name + ": " + what);
  }
}
