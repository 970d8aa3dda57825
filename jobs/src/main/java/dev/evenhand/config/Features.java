package dev.evenhand.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model may see of a decision. What isn't named here is no feature. */
public record Features(
    @Setting("Recency, frequency, money and the like from the sales before decided_at.")
        Optional<History> history,
    @Setting("Columns of silver.subjects and further columns of silver.decisions.")
        List<String> columns,
    @Setting(
            value = "Spark SQL aggregates over a subject's sales before decided_at, by name.",
            pattern = Checks.IDENTIFIER)
        Map<String, String> expressions,
    @Setting("Protected attributes that are features all the same, each with its reason.")
        Map<String, String> protectedAllowed) {
  public Features {
    history = Checks.copy(history);
    columns = Checks.copy(columns);
    expressions = Checks.copy(expressions);
    protectedAllowed = Checks.copy(protectedAllowed);
    Checks rules = new Checks();
    rules
        .that(
            history.isPresent() || !columns.isEmpty() || !expressions.isEmpty(),
            "",
            "features is empty; history, columns or expressions is allowed; name at least one")
        .distinct(columns, "columns");
    for (String column : columns) {
      rules.that(
          !expressions.containsKey(column),
          "expressions/" + column,
          "'%s' is a column and an expression; one is allowed; rename the expression",
          column);
    }
    protectedAllowed.forEach(
        (column, reason) ->
            rules.that(
                reason.strip().length() >= 10,
                "protected_allowed/" + column,
                "the reason for '%s' is too short; a sentence is allowed; say why a model "
                    + "must see it",
                column));
    rules.done();
  }
}
