package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.lake.Lake;
import io.delta.tables.DeltaTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The rows that a release is about: of a file, or of a table of the lake at its newest version.
 *
 * @param version Delta's; null where there is none
 */
record ReleaseSource(String name, Long version, Dataset<Row> rows) {
  /** Reads a table of the lake if the name is one and no file has it. */
  static ReleaseSource of(SparkSession session, Lake lake, String name, InputArguments files) {
    SparkSession spark = ReleaseCondition.session(session);
    boolean isTable = name.matches("[a-z]+\\.[A-Za-z0-9_]+") && !Files.exists(Path.of(name));
    String place = isTable ? lake.files().place(name.replace('.', '/')) : name;
    if (isTable && !lake.files().exists(place + "/_delta_log")) {
      throw new DataProblem(
          "%s is neither a file nor a table of lake %s. Correct the name or --lake."
              .formatted(name, lake.files().root()));
    }
    if (!isTable && !DeltaTable.isDeltaTable(spark, name)) {
      return new ReleaseSource(name, null, files.read(spark, name));
    }
    long version = DeltaTable.forPath(spark, place).history(1).select("version").first().getLong(0);
    Dataset<Row> rows = spark.read().format("delta").option("versionAsOf", version).load(place);
    return new ReleaseSource(name, version, rows);
  }

  /**
   * The rows for which a condition holds.
   *
   * @param condition null for all rows
   */
  ReleaseSource where(String condition) {
    return condition == null
        ? this
        : new ReleaseSource(name, version, new ReleaseCondition(condition).kept(rows));
  }
}
