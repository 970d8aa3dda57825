package dev.evenhand.ingest;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Conform;
import dev.evenhand.config.Pipeline;
import dev.evenhand.config.Source;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * A source by its name in the pipeline file, and where it is read.
 *
 * @param reading the session of {@link Reading}
 */
record Origin(String name, Pipeline pipeline, SparkSession reading) {
  Source source() {
    return pipeline.sources().get(name);
  }

  Configuration conf() {
    return reading.sparkContext().hadoopConfiguration();
  }

  /** The source's files; at least one. */
  List<SourceFile> list() {
    return SourceFile.list(name, location(), pipeline.data(), conf());
  }

  String location() {
    return pipeline.location(source().path().orElseThrow());
  }

  /** The queries that read sources. */
  List<String> queries() {
    Conform conform = pipeline.conform();
    return Stream.of(
            conform.subjects(),
            conform.protectedAttributes(),
            conform.sales(),
            Optional.of(conform.decisions()),
            conform.consents())
        .flatMap(Optional::stream)
        .toList();
  }

  DataProblem problem(String what) {
    return new DataProblem("source " + name + ": " + what);
  }
}
