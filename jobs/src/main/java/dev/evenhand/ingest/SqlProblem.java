package dev.evenhand.ingest;

import dev.evenhand.base.FirstLine;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;

/** What Spark says of a query that can't be resolved, in one line for the query's author. */
final class SqlProblem {
  private SqlProblem() {}

  /**
   * One line.
   *
   * @param tables the tables that the query may read, with their columns
   */
  static String of(Throwable problem, String query, Map<String, List<String>> tables) {
    if (!(problem instanceof SparkThrowable known) || known.getCondition() == null) {
      return FirstLine.of(problem);
    }
    Map<String, String> words = known.getMessageParameters();
    String condition = known.getCondition();
    if (condition.startsWith("UNRESOLVED_COLUMN")) {
      return "column '"
          + bare(words.get("objectName"))
          + "' does not exist"
          + columns(query, tables);
    }
    if (condition.startsWith("TABLE_OR_VIEW_NOT_FOUND")) {
      return "table '"
          + bare(words.get("relationName"))
          + "' does not exist; allowed are "
          + String.join(", ", tables.keySet());
    }
    if (condition.equals("PARSE_SYNTAX_ERROR")) {
      return "the SQL can't be read at or near " + words.get("error");
    }
    if (condition.startsWith("UNRESOLVED_ROUTINE")) {
      return "function '" + bare(words.get("routineName")) + "' does not exist";
    }
    return FirstLine.of(problem);
  }

  private static String columns(String query, Map<String, List<String>> tables) {
    String used =
        tables.entrySet().stream()
            .filter(table -> names(query, table.getKey()))
            .map(table -> table.getKey() + " has " + String.join(", ", table.getValue()))
            .collect(Collectors.joining("; "));
    return used.isEmpty() ? "" : "; " + used;
  }

  private static boolean names(String query, String table) {
    return Pattern.compile("\\b" + Pattern.quote(table) + "\\b", Pattern.CASE_INSENSITIVE)
        .matcher(query)
        .find();
  }

  private static String bare(String quoted) {
    return quoted == null ? "" : quoted.replace("`", "");
  }
}
