package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.FirstLine;
import dev.evenhand.lake.Lake;
import io.delta.tables.DeltaTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows that a release is about: of a file, or of a table of the lake at its newest version.
 *
 * @param version Delta's; null where there is none
 */
record ReleaseSource(String name, Long version, Dataset<Row> rows) {
  /** Reads a table of the lake if the name is one and no file has it. */
  static ReleaseSource of(SparkSession spark, Lake lake, String name, InputArguments files) {
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

  /** The rows for which a condition on a row's own columns holds. */
  ReleaseSource where(String condition) {
    if (condition == null) {
      return this;
    }
    var session = (org.apache.spark.sql.classic.SparkSession) rows.sparkSession();
    try {
      // Through a subquery, one subject could decide about the rows of all others.
      if (hasSubquery(session.sessionState().sqlParser().parseExpression(condition))) {
        throw new DataProblem(
            "--where may not ask other rows: a condition on the row's own columns is needed.");
      }
    } catch (ParseException e) {
      throw new DataProblem("--where: " + FirstLine.of(e), e);
    }
    return new ReleaseSource(name, version, filtered(condition));
  }

  private Dataset<Row> filtered(String condition) {
    try {
      return rows.filter(condition);
    } catch (Exception e) { // Spark throws checked exceptions that its API does not declare
      if (e instanceof AnalysisException) {
        throw new DataProblem("--where: " + FirstLine.of(e), e);
      }
      throw e;
    }
  }

  private static boolean hasSubquery(Expression expression) {
    return expression instanceof SubqueryExpression
        || CollectionConverters.asJava(expression.children()).stream()
            .anyMatch(ReleaseSource::hasSubquery);
  }
}
