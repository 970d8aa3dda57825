package dev.evenhand.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What explanations say in one language: texts with parts in braces, by the path of their key such
 * as {@code customer.against}.
 */
record Phrases(Map<String, String> texts) {
  private static final Pattern PART = Pattern.compile("\\{([A-Za-z]+)}");

  Phrases {
    texts = Map.copyOf(texts);
  }

  String language() {
    return text("language");
  }

  String text(String key) {
    String text = texts.get(key);
    if (text == null) {
      throw new IllegalArgumentException("no phrase " + key);
    }
    return text;
  }

  boolean has(String key) {
    return texts.containsKey(key);
  }

  /** A text with its parts filled in. */
  String filled(String key, Map<String, String> parts) {
    return filledText(text(key), parts);
  }

  static String filledText(String text, Map<String, String> parts) {
    return PART.matcher(text)
        .replaceAll(part -> Matcher.quoteReplacement(parts.getOrDefault(part.group(1), "")));
  }

  /** The parts of a text in order: fixed text, and names of what is filled in. */
  static List<Piece> pieces(String text) {
    List<Piece> pieces = new ArrayList<>();
    Matcher part = PART.matcher(text);
    int from = 0;
    while (part.find()) {
      if (part.start() > from) {
        pieces.add(new Piece(text.substring(from, part.start()), false));
      }
      pieces.add(new Piece(part.group(1), true));
      from = part.end();
    }
    if (from < text.length() || pieces.isEmpty()) {
      pieces.add(new Piece(text.substring(from), false));
    }
    return pieces;
  }

  /** A piece of a text: itself, or the name of what is filled in. */
  record Piece(String text, boolean isPart) {}
}
