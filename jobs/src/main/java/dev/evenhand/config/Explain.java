package dev.evenhand.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How decisions are told to the people they are about. */
public record Explain(
    @Setting(
            "The languages of sentences and letters, the usual one first: en, de, or a file of"
                + " sentences under data that ends in .yaml; en if there is none.")
        List<String> languages,
    @Setting("What people call a feature, and what it is counted in.")
        Map<String, FeatureWords> features,
    @Setting("What a person could change; absent, nothing is suggested.")
        Optional<RecourseRules> recourse) {
  private static final List<String> SHIPPED = List.of("en", "de");

  public Explain {
    languages = languages == null || languages.isEmpty() ? List.of("en") : List.copyOf(languages);
    features = Checks.copy(features);
    recourse = Checks.copy(recourse);
    Checks rules = new Checks().distinct(languages, "languages");
    for (int i = 0; i < languages.size(); i++) {
      String language = languages.get(i);
      rules.that(
          SHIPPED.contains(language) || isFile(language),
          "languages/" + i,
          "'%s' is no language that ships; %s or a file that ends in .yaml is allowed; name one",
          language,
          String.join(", ", SHIPPED));
    }
    rules.done();
  }

  /** Sentences in English, features by the names that the file gives them, no suggestions. */
  static Explain plain() {
    return new Explain(List.of(), Map.of(), Optional.empty());
  }

  /** Whether a language is a file of one's own. */
  public static boolean isFile(String language) {
    return language.endsWith(".yaml");
  }
}
