package dev.evenhand.custody;

import dev.evenhand.custody.PurposeExport.Exported;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.Exports;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** {@code govern.exports}: what left the lake. */
record ExportLog(SparkSession spark, Lake lake, ExportRules rules, Instant now) {
  void add(Exported exported, long rows, String place, String keyset) {
    Row row =
        RowFactory.create(
            rules.purpose(),
            exported.source(),
            exported.rows().columns(),
            rows,
            rules.k().isPresent() ? rules.k().getAsInt() : null,
            exported.suppressed(),
            CollectionConverters.asScala(exported.refused()),
            exported.leftOut().toArray(String[]::new),
            rules.basis().orElse(null),
            rules.reason().orElse(null),
            keyset,
            place,
            Timestamp.from(now));
    lake.append(
        Exports.CONTRACT,
        spark.createDataFrame(List.of(row), Exports.CONTRACT.columns()),
        new RunScope(Exports.PIPELINE, "x" + now.toEpochMilli()));
  }
}
