package dev.evenhand.config;

import java.util.Map;

/** What people call a feature. */
public record FeatureWords(
    @Setting(value = "What its values are counted in.", byDefault = "number") MeasureUnit unit,
    @Setting(
            value =
                "The name by language: a noun with its article, such as en: the size of the"
                    + " household.",
            atLeast = 1,
            pattern = "[a-z]{2,3}")
        Map<String, String> names,
    @Setting(
            value =
                "Whether its value is told; untold hides it in sentences and letters, where it gives"
                    + " a protected attribute away.",
            byDefault = "told")
        Telling value) {
  public FeatureWords {
    names = Checks.copy(names);
    Checks rules = new Checks();
    names.forEach(
        (language, name) ->
            rules.that(
                !name.isBlank() && !name.contains("{"),
                "names/" + language,
                "the name is '%s'; a text without braces is allowed; write what people say",
                name));
    rules.done();
  }

  /** Whether its value is never told. */
  public boolean isUntold() {
    return value == Telling.UNTOLD;
  }
}
