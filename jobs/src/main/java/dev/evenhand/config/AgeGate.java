package dev.evenhand.config;

import java.util.Map;

/** From which age a subject's own grant counts; before, a guardian's does. */
public record AgeGate(
    @Setting("The protected attribute with the date or the year of birth.") String born,
    @Setting("The age in years where no jurisdiction is named, 0 to 21.") int atLeast,
    @Setting("The age in years by jurisdiction.") Map<String, Integer> in) {
  private static final int MOST = 21;

  public AgeGate {
    in = Checks.copy(in);
    Checks rules = new Checks().range(atLeast, 0, MOST, "at_least");
    in.forEach((place, years) -> rules.range(years, 0, MOST, "in/" + place));
    rules.done();
  }
}
