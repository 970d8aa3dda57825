package dev.evenhand.config;

/** How a JDBC table is read in parallel: ranges of one numeric column. */
public record Partition(
    @Setting("A numeric column, best one with an index.") String column,
    @Setting("Where the first range ends; rows below it are read too.") long lower,
    @Setting("Where the last range begins; rows above it are read too.") long upper,
    @Setting(value = "How many ranges, read at the same time.", byDefault = "4") int count) {
  public Partition {
    new Checks()
        .that(
            upper > lower,
            "upper",
            "upper is %s; more than lower (%s) is allowed; raise it",
            upper,
            lower)
        .that(
            count >= 1 && count <= 256,
            "count",
            "count is %s; 1 to 256 is allowed; choose what the database bears",
            count)
        .done();
  }
}
