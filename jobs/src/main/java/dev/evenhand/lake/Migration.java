package dev.evenhand.lake;

import dev.evenhand.base.DataProblem;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.Metadata;

/**
 * Brings a table that an older release made up to its contract: columns and checks that came since
 * are added, old rows have null there. A table of a newer release is refused, as nobody knows here
 * what its columns mean.
 */
record Migration(SparkSession spark, TableContract contract, String path) {
  static final String VERSION = "evenhand.contract.version";

  void bringUp() {
    Metadata table = DeltaLog.forTable(spark, new Path(path)).unsafeVolatileSnapshot().metadata();
    scala.Option<String> property = table.configuration().get(VERSION);
    int version = property.isEmpty() ? contract.version() : Integer.parseInt(property.get());
    if (version > contract.version()) {
      throw new DataProblem(
          "Table %s has contract version %d, this release knows %d. Use the release that wrote it, or a newer one."
              .formatted(contract.name(), version, contract.version()));
    }
    if (version < contract.version()) {
      addColumns(Arrays.asList(table.schema().fieldNames()), version);
      addChecks(table);
      alter("SET TBLPROPERTIES ('" + VERSION + "' = '" + contract.version() + "')");
    }
  }

  private void addColumns(List<String> there, int version) {
    for (Field field : contract.fields()) {
      if (there.contains(field.name())) {
        continue;
      }
      if (!field.isNullable()) {
        throw new DataProblem(
            "Table %s has contract version %d; version %d requires column %s, which its rows lack. Run the pipeline into a new lake."
                .formatted(contract.name(), version, contract.version(), field.name()));
      }
      alter(
          "ADD COLUMNS (`%s` %s COMMENT '%s')"
              .formatted(field.name(), field.type().sql(), field.comment().replace("'", "\\'")));
    }
  }

  /** Delta looks at the rows that are there before it takes a check on. */
  private void addChecks(Metadata table) {
    contract
        .checks()
        .forEach(
            (name, condition) -> {
              if (!table.configuration().contains("delta.constraints." + name)) {
                alter("ADD CONSTRAINT `" + name + "` CHECK (" + condition + ")");
              }
            });
  }

  private void alter(String what) {
    spark.sql("ALTER TABLE delta.`" + path + "` " + what);
  }
}
