package dev.evenhand.pseudonym;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an identifier is written before it becomes a pseudonym, so that two spellings are one person.
 *
 * <p>Null and blank are missing, in every form. What is not of the form has no canonical form; the
 * row it stands in is refused.
 */
public enum CanonicalForm {
  /** As it stands. */
  NONE {
    @Override
    String canonical(String raw) {
      return raw;
    }
  },
  /** A whole number: no leading zeros, no decimal part of zeros. {@code ' 017850.0'} is 17850. */
  DIGITS {
    @Override
    String canonical(String raw) {
      Matcher matcher = WHOLE_NUMBER.matcher(raw.strip());
      if (!matcher.matches()) {
        return null;
      }
      String digits = matcher.group(2);
      boolean isZero = digits == null && !matcher.group(1).isEmpty();
      return isZero ? "0" : digits;
    }
  },
  /** Unicode NFKC, trimmed, inner blanks single, lower case. */
  TEXT {
    @Override
    String canonical(String raw) {
      String text = Normalizer.normalize(raw, Normalizer.Form.NFKC).strip();
      return BLANKS.matcher(text).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
  },
  /** An e-mail address, trimmed and in lower case. */
  EMAIL {
    @Override
    String canonical(String raw) {
      String address = raw.strip().toLowerCase(Locale.ROOT);
      return ADDRESS.matcher(address).matches() ? address : null;
    }
  };

  private static final Pattern WHOLE_NUMBER = Pattern.compile("(0*+)([1-9][0-9]*+)?(?:\\.0*+)?");
  private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+");

  /** The canonical form; null if the identifier is missing or not of this form. */
  public String of(String raw) {
    String canonical = isMissing(raw) ? null : canonical(raw);
    return isMissing(canonical) ? null : canonical;
  }

  /** Whether there is no identifier at all. */
  public static boolean isMissing(String raw) {
    return raw == null || raw.isBlank();
  }

  abstract String canonical(String raw);
}
