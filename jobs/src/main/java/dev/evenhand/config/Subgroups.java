package dev.evenhand.config;

import java.util.List;

/** Where to look for the subgroups with the largest gaps. */
public record Subgroups(
    @Setting(
            value = "Protected attributes and features, whose values and ranges are combined.",
            atLeast = 1)
        List<String> columns,
    @Setting(value = "How many conditions a subgroup has at most.", byDefault = "2") int depth) {
  public Subgroups {
    columns = Checks.copy(columns);
    new Checks()
        .that(
            !columns.isEmpty(),
            "columns",
            "columns is empty; one or more is allowed; name protected attributes or features")
        .distinct(columns, "columns")
        .range(depth, 1, 4, "depth")
        .done();
  }
}
