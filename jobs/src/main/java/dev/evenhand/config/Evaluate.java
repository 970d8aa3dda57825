package dev.evenhand.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How models are measured, overall and by group. */
public record Evaluate(
    @Setting(value = "The protected attributes by whose groups models are measured.", atLeast = 1)
        List<String> sensitive,
    @Setting(value = "How many attributes are combined at most: 2 means pairs.", byDefault = "1")
        int intersections,
    @Setting("The group that others are compared with, by attribute.")
        Map<String, String> privileged,
    @Setting(value = "The size below which a group's figures are withheld.", byDefault = "30")
        int minGroup,
    @Setting("Where to look for the subgroups with the largest gaps; nowhere if it is absent.")
        Optional<Subgroups> subgroups) {
  public Evaluate {
    subgroups = Checks.copy(subgroups);
    sensitive = Checks.copy(sensitive);
    privileged = Checks.copy(privileged);
    Checks rules = new Checks();
    rules
        .that(
            !sensitive.isEmpty(),
            "sensitive",
            "sensitive is empty; one or more is allowed; name columns of conform.protected")
        .distinct(sensitive, "sensitive")
        .range(intersections, 1, 4, "intersections")
        .range(minGroup, 1, 1_000_000, "min_group");
    for (String attribute : privileged.keySet()) {
      rules.that(
          sensitive.contains(attribute),
          "privileged/" + attribute,
          "'%s' isn't in evaluate.sensitive; allowed are %s; correct or drop it",
          attribute,
          String.join(", ", sensitive));
    }
    rules.done();
  }
}
