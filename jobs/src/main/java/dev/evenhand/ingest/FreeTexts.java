package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.FreeText;
import dev.evenhand.config.OnFound;
import dev.evenhand.config.PersonalKind;
import dev.evenhand.personal.Kind;
import dev.evenhand.personal.Scan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoders;

/** The columns of a source that may hold personal data in free text. */
record FreeTexts(Map<String, Rule> rules) {
  private static final String FOUND = "_found_";

  /** What a column is scanned for, and what happens then. */
  record Rule(Scan scan, OnFound onFound) {}

  static FreeTexts of(Origin origin) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    origin
        .source()
        .freeText()
        .forEach(
            (column, text) ->
                rules.put(
                    column,
                    new Rule(
                        new Scan(
                            text.scan().stream().map(FreeTexts::kind).toList(),
                            names(origin, text)),
                        text.onFound())));
    return new FreeTexts(rules);
  }

  private static Kind kind(PersonalKind kind) {
    return Kind.valueOf(kind.name());
  }

  /** A list of names is small; each executor needs all of it. */
  private static List<String> names(Origin origin, FreeText text) {
    if (text.names().isEmpty()) {
      return List.of();
    }
    String place = origin.pipeline().location(text.names().get());
    try {
      List<String> names =
          origin.reading().read().textFile(place).as(Encoders.STRING()).collectAsList();
      if (names.stream().allMatch(String::isBlank)) {
        throw origin.problem("no name in " + place + ". Write one a line.");
      }
      return names;
    } catch (Exception e) { // Spark throws checked exceptions that its API does not declare
      if (e instanceof DataProblem problem) {
        throw problem;
      }
      throw origin.problem("the names in " + place + " can't be read. Correct free_text.names.");
    }
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  /** The kinds found in a column, beside it while it is judged. */
  static Column found(String column) {
    return SourceColumn.named(FOUND + column);
  }

  static String foundName(String column) {
    return FOUND + column;
  }

  /** The kinds that are in a column of the source. */
  Column find(String column) {
    return rules.get(column).scan().kindsIn(SourceColumn.named(column)).as(foundName(column));
  }

  boolean isMasked(String column) {
    return rules.containsKey(column) && rules.get(column).onFound() == OnFound.MASK;
  }

  /** A masked column, where something was found in it. */
  Column masked(String column) {
    Column text = SourceColumn.named(column);
    return when(isIn(column), rules.get(column).scan().masked(text)).otherwise(text).as(column);
  }

  /** Whether nothing is in a column for which the row is refused; true for other columns. */
  Column isClear(String column) {
    return rules.get(column).onFound() == OnFound.QUARANTINE
        ? org.apache.spark.sql.functions.not(isIn(column))
        : lit(true);
  }

  /** What is said of a row that is refused: the kinds, never the text. */
  static Column reason(String column) {
    return concat(lit(column + ": personal data ("), array_join(found(column), ", "), lit(")"));
  }

  private static Column isIn(String column) {
    return coalesce(size(found(column)).gt(0), lit(false));
  }

  /** What stops the run: columns that may hold nothing of the kind. */
  String refusal(List<Findings.Count> counts) {
    return counts.stream()
        .filter(count -> rules.get(count.column()).onFound() == OnFound.REFUSE)
        .map(count -> count.column() + ": " + count.kind() + " in " + count.rows() + " rows")
        .collect(Collectors.joining(", "));
  }
}
