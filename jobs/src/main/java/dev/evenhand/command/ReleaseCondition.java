package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.FirstLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.TryEval;
import org.apache.spark.sql.catalyst.optimizer.PushFoldableIntoBranches$;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.execution.QueryExecution;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A condition on a row's own columns, which tells what rows a release is about.
 *
 * <p>Where it can't be told of a row, as by a cast that fails, it does not hold: an error would
 * tell that there is such a row, and what stands in it.
 */
record ReleaseCondition(String sql) {
  private static final List<String> CALLS_OF_JAVA =
      List.of("java_method", "reflect", "try_reflect");
  private static final List<String> RAISES = List.of("assert_true", "raise_error");

  /** Else Spark takes parts of a condition out of the try around it, to do them once or sooner. */
  private static final Map<String, String> WHOLE =
      Map.of(
          "spark.sql.subexpressionElimination.enabled", "false",
          "spark.sql.alwaysInlineCommonExpr", "true",
          "spark.sql.optimizer.excludedRules", PushFoldableIntoBranches$.MODULE$.ruleName());

  /** A session like another, in which a condition is evaluated as a whole. */
  static SparkSession session(SparkSession spark) {
    SparkSession own = ((org.apache.spark.sql.classic.SparkSession) spark).cloneSession();
    WHOLE.forEach(own.conf()::set);
    return own;
  }

  /**
   * The rows for which it holds.
   *
   * @param rows of a {@link #session}
   */
  Dataset<Row> kept(Dataset<Row> rows) {
    Expression parsed = parsed(rows.sparkSession());
    // Through a subquery, one subject could decide about the rows of all others.
    refuse(
        has(parsed, SubqueryExpression.class::isInstance),
        "may not ask other rows: a condition on the row's own columns is needed.");
    refuse(
        has(parsed, each -> calls(each, CALLS_OF_JAVA)),
        "may not call Java. Leave out " + CALLS_OF_JAVA + ".");
    refuse(
        has(parsed, each -> calls(each, RAISES)),
        "may not raise errors. Leave out " + RAISES + ".");
    Dataset<Row> kept = filtered(rows, ExpressionUtils.column(new TryEval(parsed)));
    // So one subject could decide, too: by its rows, those of all others move to other places.
    refuse(
        !isOfTheRow(plans(kept).analyzed(), plans(rows).analyzed()),
        "may not use chance or a row's place: a condition on the row's own columns is needed.");
    refuse(
        !isWhole(plans(kept).optimizedPlan(), plans(rows).analyzed()),
        "can't be evaluated as a whole. Write it in another way.");
    return kept;
  }

  private Expression parsed(SparkSession spark) {
    var session = (org.apache.spark.sql.classic.SparkSession) spark;
    try {
      return session.sessionState().sqlParser().parseExpression(sql);
    } catch (ParseException e) {
      throw new DataProblem("--where: " + FirstLine.of(e), e);
    }
  }

  /** Plans are made here, so that what is wrong with the condition alone is told as such. */
  private static Dataset<Row> filtered(Dataset<Row> rows, Column condition) {
    try {
      Dataset<Row> kept = rows.filter(condition);
      plans(kept).optimizedPlan();
      return kept;
    } catch (Exception e) { // Spark throws checked exceptions that its API does not declare
      if (e instanceof SparkThrowable) {
        throw new DataProblem("--where: " + FirstLine.of(e), e);
      }
      throw e;
    }
  }

  private static QueryExecution plans(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution();
  }

  private static boolean isOfTheRow(LogicalPlan kept, LogicalPlan rows) {
    return filters(kept).stream()
        .allMatch(
            each ->
                each.condition().deterministic()
                    && each.condition().references().subsetOf(rows.outputSet()));
  }

  /** Whether nothing of it is outside of the try around it, or before the filter. */
  private static boolean isWhole(LogicalPlan kept, LogicalPlan rows) {
    return filters(kept).stream()
        .allMatch(
            each ->
                isTried(each.condition()) && each.child().outputSet().subsetOf(rows.outputSet()));
  }

  /** Spark adds that columns must not be null. */
  private static boolean isTried(Expression condition) {
    if (condition instanceof And both) {
      return isTried(both.left()) && isTried(both.right());
    }
    return condition instanceof TryEval
        || condition instanceof IsNotNull notNull && isCell(notNull.child());
  }

  private static boolean isCell(Expression expression) {
    return expression instanceof Attribute
        || expression instanceof GetStructField field && isCell(field.child());
  }

  private static List<Filter> filters(LogicalPlan plan) {
    List<Filter> filters = new ArrayList<>();
    if (plan instanceof Filter filter) {
      filters.add(filter);
    }
    CollectionConverters.asJava(plan.children()).forEach(child -> filters.addAll(filters(child)));
    return filters;
  }

  private static void refuse(boolean isRefused, String why) {
    if (isRefused) {
      throw new DataProblem("--where " + why);
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
