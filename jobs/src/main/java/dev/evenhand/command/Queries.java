package dev.evenhand.command;

import java.util.Locale;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;

/** What is known of a query before it runs. */
final class Queries {
  private Queries() {}

  /** SHOW and DESCRIBE are commands too, but harmless. */
  static boolean isReadOnly(SparkSession spark, String query) throws AnalysisException {
    String first = query.strip().split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
    if (first.equals("SHOW") || first.equals("DESCRIBE") || first.equals("DESC")) {
      return true;
    }
    LogicalPlan plan = parsed(spark, query);
    return !(plan instanceof Command)
        && !(plan instanceof InsertIntoStatement)
        && !(plan instanceof ParsedStatement);
  }

  private static LogicalPlan parsed(SparkSession spark, String query) throws AnalysisException {
    var session = (org.apache.spark.sql.classic.SparkSession) spark;
    return session.sessionState().sqlParser().parsePlan(query);
  }
}
