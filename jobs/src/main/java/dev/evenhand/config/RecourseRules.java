package dev.evenhand.config;

import java.util.Map;

/** Which changes may be suggested to those who were not selected. */
public record RecourseRules(
    @Setting(
            value = "The features that a person can change, and how; all others stay.",
            atLeast = 1)
        Map<String, Change> changeable,
    @Setting(value = "How many features may change together.", byDefault = "2") int mostChanges,
    @Setting(value = "How many different ways are suggested.", byDefault = "3") int alternatives,
    @Setting(value = "Steps that the search for one decision may take.", byDefault = "20000")
        int budget) {
  public RecourseRules {
    changeable = Checks.copy(changeable);
    new Checks()
        .that(
            !changeable.isEmpty(),
            "changeable",
            "changeable is empty; one feature or more is allowed; name what a person can change")
        .range(mostChanges, 1, 10, "most_changes")
        .range(alternatives, 1, 10, "alternatives")
        .range(budget, 100, 10_000_000, "budget")
        .done();
  }
}
