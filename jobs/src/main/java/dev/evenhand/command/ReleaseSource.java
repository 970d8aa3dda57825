package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.FirstLine;
import dev.evenhand.lake.Lake;
import io.delta.tables.DeltaTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.TryEval;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.ExpressionUtils;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows that a release is about: of a file, or of a table of the lake at its newest version.
 *
 * @param version Delta's; null where there is none
 */
record ReleaseSource(String name, Long version, Dataset<Row> rows) {
  private static final List<String> CALLS_OF_JAVA =
      List.of("java_method", "reflect", "try_reflect");
  private static final List<String> RAISES = List.of("assert_true", "raise_error");
  private static final String ANSI = "spark.sql.ansi.enabled";

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

  /**
   * The rows for which a condition on a row's own columns holds. For a row of which it can't be
   * told, as by a cast that fails, it does not: an error would tell that there is such a row, and
   * what stands in it.
   */
  ReleaseSource where(String condition) {
    if (condition == null) {
      return this;
    }
    RuntimeConfig settings = rows.sparkSession().conf();
    String before = settings.get(ANSI);
    settings.set(ANSI, false); // what can't be cast or divided is null
    try {
      return filtered(condition);
    } finally {
      settings.set(ANSI, before);
    }
  }

  private ReleaseSource filtered(String condition) {
    Expression parsed = parsed(condition);
    // Through a subquery, one subject could decide about the rows of all others.
    if (has(parsed, SubqueryExpression.class::isInstance)) {
      throw new DataProblem(
          "--where may not ask other rows: a condition on the row's own columns is needed.");
    }
    if (has(parsed, each -> calls(each, CALLS_OF_JAVA))) {
      throw new DataProblem("--where may not call Java. Leave out " + CALLS_OF_JAVA + ".");
    }
    if (has(parsed, each -> calls(each, RAISES))) {
      throw new DataProblem("--where may not raise errors. Leave out " + RAISES + ".");
    }
    return new ReleaseSource(name, version, filtered(ExpressionUtils.column(new TryEval(parsed))));
  }

  private Expression parsed(String condition) {
    var session = (org.apache.spark.sql.classic.SparkSession) rows.sparkSession();
    try {
      return session.sessionState().sqlParser().parseExpression(condition);
    } catch (ParseException e) {
      throw new DataProblem("--where: " + FirstLine.of(e), e);
    }
  }

  private Dataset<Row> filtered(Column condition) {
    try {
      return rows.filter(condition);
    } catch (Exception e) { // Spark throws checked exceptions that its API does not declare
      if (e instanceof AnalysisException) {
        throw new DataProblem("--where: " + FirstLine.of(e), e);
      }
      throw e;
    }
  }

  private static boolean calls(Expression expression, List<String> functions) {
    return expression instanceof UnresolvedFunction function
        && functions.contains(function.nameParts().last().toLowerCase(Locale.ROOT));
  }

  private static boolean has(Expression expression, Predicate<Expression> sought) {
    return sought.test(expression)
        || CollectionConverters.asJava(expression.children()).stream()
            .anyMatch(child -> has(child, sought));
  }
}
