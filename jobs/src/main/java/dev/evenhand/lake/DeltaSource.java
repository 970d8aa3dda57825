package dev.evenhand.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.substring_index;

import dev.evenhand.base.DataProblem;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;

/** A Delta table of somebody else, pinned at the version it had when it was opened. */
public record DeltaSource(SparkSession spark, String path, long version) {

  public static DeltaSource open(SparkSession spark, String path, String source) {
    DeltaLog log = DeltaLog.forTable(spark, new Path(path));
    if (!log.tableExists()) {
      throw new DataProblem(
          "source " + source + ": no Delta table at " + path + ". Correct path or data.");
    }
    return new DeltaSource(spark, path, log.unsafeVolatileSnapshot().version());
  }

  /** All rows of this version. */
  public Dataset<Row> rows() {
    return spark.read().format("delta").option("versionAsOf", version).load(path);
  }

  /**
   * Whether every change after a version only added rows, and the log still tells of each; then
   * {@link #rowsAfter} are what is new.
   */
  public boolean onlyAddedAfter(long earlier) {
    return earlier >= version
        || LongStream.rangeClosed(earlier + 1, version).allMatch(this::hasCommit)
            && changes(earlier, "remove").isEmpty();
  }

  /** The rows of the files that were added after a version; compaction adds none. */
  public Dataset<Row> rowsAfter(long earlier) {
    if (earlier >= version) {
      return rows().limit(0);
    }
    List<String> added = changes(earlier, "add");
    Column name = substring_index(col("_metadata.file_path"), "/", -1);
    return rows().filter(name.isin(added.toArray()));
  }

  /** Names of the files that a change of data added or removed. */
  private List<String> changes(long earlier, String action) {
    String[] commits =
        LongStream.rangeClosed(earlier + 1, version).mapToObj(this::commit).toArray(String[]::new);
    Dataset<Row> actions = spark.read().schema(schema(action)).json(commits);
    return actions
        .filter(col(action + ".dataChange"))
        .select(substring_index(col(action + ".path"), "/", -1))
        .as(Encoders.STRING())
        .collectAsList();
  }

  private static String schema(String action) {
    return action + " STRUCT<path: STRING, dataChange: BOOLEAN>";
  }

  private boolean hasCommit(long number) {
    Path commit = new Path(commit(number));
    return LakeFiles.io(
        () -> commit.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(commit));
  }

  private String commit(long number) {
    return path + String.format(Locale.ROOT, "/_delta_log/%020d.json", number);
  }
}
