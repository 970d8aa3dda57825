package dev.evenhand.ingest;

import dev.evenhand.base.Sha256;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** SHA-256 of whole files, computed where the data is read: a task a file. */
final class FileHashes {
  private FileHashes() {}

  /** The hashes by the files' names. */
  static Map<String, String> of(SparkSession spark, List<SourceFile> files) {
    if (files.isEmpty()) {
      return Map.of();
    }
    var conf = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    List<Tuple2<String, String>> places =
        files.stream().map(file -> new Tuple2<>(file.name(), file.path().toString())).toList();
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelizePairs(places, places.size())
        .mapValues(place -> hash(new Path(place), conf))
        .collectAsMap();
  }

  private static String hash(Path path, SerializableConfiguration conf) throws Exception {
    try (InputStream in = path.getFileSystem(conf.value()).open(path)) {
      return Sha256.of(in);
    }
  }
}
