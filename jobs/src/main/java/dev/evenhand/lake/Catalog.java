package dev.evenhand.lake;

import dev.evenhand.base.DataProblem;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tables that lie in a lake's folders, whether a contract names them or not, with their present
 * rows.
 */
public record Catalog(SparkSession spark, LakeFiles files) {
  private static final List<String> LAYERS =
      List.of("bronze", "silver", "secure", "gold", "metrics", "govern");

  /**
   * The lake's tables.
   *
   * @throws DataProblem if there is none, as in a folder that is no lake
   */
  public static Catalog of(SparkSession spark, Lake lake) {
    Catalog catalog = new Catalog(spark, lake.files());
    if (catalog.tables().isEmpty()) {
      throw new DataProblem(
          "There is no table in " + lake.files().root() + ". Name the lake's folder with --lake.");
    }
    return catalog;
  }

  /** Names as {@code layer.table}, in the order of the layers. */
  public List<String> tables() {
    List<String> names = new ArrayList<>();
    for (String layer : LAYERS) {
      for (String table : files.folders(files.place(layer))) {
        if (files.isTable(files.place(layer) + "/" + table)) {
          names.add(layer + "." + table);
        }
      }
    }
    return names;
  }

  public boolean has(String table) {
    return files.isTable(place(table));
  }

  public Dataset<Row> rows(String table) {
    return spark.read().format("delta").load(place(table));
  }

  /** The rows as of a version: every query of them sees the same. */
  public Dataset<Row> rows(String table, long version) {
    return spark.read().format("delta").option("versionAsOf", version).load(place(table));
  }

  public long version(String table) {
    return DeltaVersions.latest(spark, place(table));
  }

  /** Where a table lies. */
  public String place(String table) {
    return files.place(table.replaceFirst("\\.", "/"));
  }
}
