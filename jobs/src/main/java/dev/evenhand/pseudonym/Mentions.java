package dev.evenhand.pseudonym;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Who a text may speak of: every part of it that could be an identifier, as the pseudonyms that it
 * would have under any version of the key.
 *
 * <p>The text is cut at the separators of tables and of JSON, and once more at all that no
 * identifier holds, so that a broken line gives its identifiers too. A number that is no identifier
 * may well be taken for one.
 */
final class Mentions {
  private static final List<Pattern> CUTS =
      List.of(
          Pattern.compile("[,;|\\t\\r\\n\"{}\\[\\]:]+"), Pattern.compile("[^\\p{L}\\p{N}@._+-]+"));

  private Mentions() {}

  static String[] in(String text, Keyset keyset, List<String> namespaces) {
    Set<String> parts = new TreeSet<>();
    for (Pattern cut : CUTS) {
      parts.addAll(List.of(cut.split(text)));
    }
    Set<String> canonical = new TreeSet<>();
    for (String part : parts) {
      for (CanonicalForm form : CanonicalForm.values()) {
        String one = form.of(part);
        if (one != null) {
          canonical.add(one);
        }
      }
    }
    return canonical.stream()
        .flatMap(
            one ->
                namespaces.stream()
                    .flatMap(namespace -> keyset.everyPseudonym(namespace, one).stream()))
        .distinct()
        .toArray(String[]::new);
  }
}
