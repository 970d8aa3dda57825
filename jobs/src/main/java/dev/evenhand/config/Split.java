package dev.evenhand.config;

import java.time.LocalDate;
import java.util.Optional;

/** Which decisions train, which choose the threshold, and which test. */
@ExactlyOne({"test", "test_after", "test_last", "column"})
public record Split(
    @Setting("The share of subjects, drawn by the seed, whose decisions are the test.")
        Optional<Percent> test,
    @Setting("Decisions after this day are the test (the second day of a time split).")
        Optional<LocalDate> testAfter,
    @Setting("The share of decisions, last in order, that are the test.")
        Optional<Percent> testLast,
    @Setting("The column of silver.decisions with train, validation or test.")
        Optional<String> column,
    @Setting(
            value = "The share of subjects outside the test that choose thresholds and calibrate.",
            byDefault = "15%")
        Percent validation,
    @Setting(value = "What a random draw keeps together.", byDefault = "subject") SplitBy by,
    @Setting(value = "The column that orders decisions for test_last.", byDefault = "decided_at")
        String order,
    @Setting(value = "The seed of every random draw of the run.", byDefault = "17") long seed) {
  public Split {
    test = Checks.copy(test);
    testAfter = Checks.copy(testAfter);
    testLast = Checks.copy(testLast);
    column = Checks.copy(column);
    new Checks()
        .exactlyOne(Split.class, test, testAfter, testLast, column)
        .that(isInside(test), "test", outside("test", test))
        .that(isInside(testLast), "test_last", outside("test_last", testLast))
        .that(
            isInside(Optional.of(validation)),
            "validation",
            outside("validation", Optional.of(validation)))
        .done();
  }

  private static boolean isInside(Optional<Percent> share) {
    return share.map(value -> value.fraction() > 0 && value.fraction() <= 0.9).orElse(true);
  }

  private static String outside(String key, Optional<Percent> share) {
    return ("%s is %s; more than 0%% and at most 90%% is allowed; leave something to "
            + "learn from")
        .formatted(key, share.map(Percent::toString).orElse(""));
  }
}
