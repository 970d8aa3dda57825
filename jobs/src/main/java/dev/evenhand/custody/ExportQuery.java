package dev.evenhand.custody;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.FirstLine;
import java.util.function.Function;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.analysis.CTESubstitution;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * A query that reads tables of the lake under their names, and nothing else.
 *
 * @param tables the rows of a table; refuses those that a query may not read
 */
record ExportQuery(SparkSession spark, Function<String, Dataset<Row>> tables) {

  /** The rows that it selects. */
  Dataset<Row> rows(String query) {
    var session = (org.apache.spark.sql.classic.SparkSession) spark;
    try {
      LogicalPlan parsed = session.sessionState().sqlParser().parsePlan(query);
      if (parsed instanceof Command || parsed instanceof ParsedStatement) {
        throw new DataProblem("export only reads. Write a SELECT over tables of the lake.");
      }
      LogicalPlan plan = CTESubstitution.apply(parsed).transformWithSubqueries(new Tables());
      return org.apache.spark.sql.classic.Dataset.ofRows(session, plan);
    } catch (Exception e) { // Spark throws checked exceptions that its API does not declare
      if (e instanceof AnalysisException) {
        throw new DataProblem("export: " + FirstLine.of(e), e);
      }
      throw e instanceof RuntimeException other ? other : new IllegalStateException(e);
    }
  }

  /** A table of the lake in the place of its name. */
  private final class Tables extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
    @Override
    public boolean isDefinedAt(LogicalPlan node) {
      return node instanceof UnresolvedRelation;
    }

    @Override
    public LogicalPlan apply(LogicalPlan node) {
      UnresolvedRelation relation = (UnresolvedRelation) node;
      var parts = CollectionConverters.asJava(relation.multipartIdentifier());
      String name = String.join(".", parts);
      LogicalPlan rows =
          ((org.apache.spark.sql.classic.Dataset<Row>) tables.apply(name))
              .queryExecution()
              .analyzed();
      return new SubqueryAlias(
          AliasIdentifier.apply(
              parts.get(parts.size() - 1),
              CollectionConverters.asScala(parts.subList(0, parts.size() - 1)).toSeq()),
          rows);
    }
  }
}
