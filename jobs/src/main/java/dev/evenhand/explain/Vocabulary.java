package dev.evenhand.explain;

import dev.evenhand.config.FeatureWords;
import dev.evenhand.config.MeasureUnit;
import dev.evenhand.config.Pipeline;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one pipeline's explanations say in one language: the phrases, and each feature's name.
 *
 * @param currency of amounts; empty if the file names none
 */
record Vocabulary(Phrases phrases, Map<String, FeatureWord> features, String currency) {
  private static final Pattern WINDOW = Pattern.compile("(.+)_(\\d+)d");
  private static final String SHARE_OF = "share_of";
  private static final String HISTORY = "history.";

  Vocabulary {
    features = Map.copyOf(features);
  }

  static Vocabulary of(Phrases phrases, Pipeline pipeline, Collection<String> features) {
    Map<String, FeatureWord> words = new TreeMap<>();
    for (String feature : features) {
      words.put(feature, word(feature, phrases, pipeline));
    }
    return new Vocabulary(phrases, words, pipeline.currency().orElse(""));
  }

  FeatureWord word(String feature) {
    FeatureWord word = features.get(feature);
    return word != null ? word : history("other", phrases, Map.of("entry", plain(feature)));
  }

  private static FeatureWord word(String feature, Phrases phrases, Pipeline pipeline) {
    boolean isProtected = pipeline.features().protectedAllowed().containsKey(feature);
    FeatureWords own = pipeline.explaining().features().get(feature);
    if (own != null) {
      boolean isUntold = isProtected || own.isUntold();
      String name =
          Optional.ofNullable(own.names().get(phrases.language()))
              .orElseGet(() -> other(feature, phrases).name());
      return new FeatureWord(own.unit(), name, isUntold);
    }
    FeatureWord word =
        isOwn(feature, pipeline) ? other(feature, phrases) : ofHistory(feature, phrases);
    return new FeatureWord(word.unit(), word.name(), isProtected);
  }

  private static boolean isOwn(String feature, Pipeline pipeline) {
    return pipeline.features().columns().contains(feature)
        || pipeline.features().expressions().containsKey(feature);
  }

  private static FeatureWord ofHistory(String feature, Phrases phrases) {
    Matcher window = WINDOW.matcher(feature);
    String base = window.matches() ? window.group(1) : feature;
    String days = window.matches() ? window.group(2) : "";
    if (base.startsWith(SHARE_OF + "_") && base.length() > SHARE_OF.length() + 1) {
      String category = base.substring(SHARE_OF.length() + 1);
      return history(SHARE_OF, phrases, Map.of("days", days, "category", category));
    }
    boolean isKnown = !base.equals("other") && phrases.has(HISTORY + base + ".name");
    return isKnown ? history(base, phrases, Map.of("days", days)) : other(feature, phrases);
  }

  private static FeatureWord other(String feature, Phrases phrases) {
    return history("other", phrases, Map.of("entry", plain(feature)));
  }

  private static FeatureWord history(String base, Phrases phrases, Map<String, String> parts) {
    String unit = phrases.text(HISTORY + base + ".unit").toUpperCase(Locale.ROOT);
    return new FeatureWord(
        MeasureUnit.valueOf(unit.replace('-', '_')),
        phrases.filled(HISTORY + base + ".name", parts),
        false);
  }

  private static String plain(String feature) {
    return feature.replace('_', ' ');
  }
}
