package dev.evenhand.personal;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A kind of personal data: how it is written, and what holds of it where it is one.
 *
 * <p>A comma or dot before a number hides it only where a digit stands before that: then it is a
 * decimal. Names are not found by how they are written, but by a list; see {@link Scan}.
 */
public enum Kind {
  EMAIL(
      "(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}._%+-]{1,64}@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)+\\p{L}{2,63}",
      text -> true),
  IBAN(
      "(?<![\\p{L}\\p{N}])[A-Za-z]{2}\\d{2}(?:[ -]?[A-Za-z0-9]{1,4}){3,8}(?![\\p{L}\\p{N}])",
      Checksums::isIban),
  CARD(
      "(?<![\\p{L}\\p{N}-])(?<!\\d[.,])\\d(?:[ -]?\\d){12,18}(?![\\p{L}\\p{N}])",
      Checksums::isCard),
  FR_NIR(
      "(?<![\\p{L}\\p{N}])[12] ?\\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\\d) ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3} ?\\d{2}(?![\\p{L}\\p{N}])",
      Checksums::isNir),
  DE_TAX_ID(
      "(?<![\\p{L}\\p{N}+])[1-9](?:\\d{10}|\\d \\d{3} \\d{3} \\d{3})(?![\\p{L}\\p{N}])",
      Checksums::isGermanTaxId),
  US_SSN(
      "(?<![\\p{L}\\p{N}-])(?!000|666|9)\\d{3}([- ])(?!00)\\d{2}\\1(?!0000)\\d{4}(?![\\p{L}\\p{N}-])",
      text -> true),
  UK_NINO(
      "(?<![\\p{L}\\p{N}])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D](?![\\p{L}\\p{N}])",
      text -> true),
  ES_DNI(
      "(?<![\\p{L}\\p{N}])(?:\\d{8}|[XYZxyz]-?\\d{7})[- ]?[A-Za-z](?![\\p{L}\\p{N}])",
      Checksums::isSpanishId),
  IP(
      "(?<![\\p{L}\\p{N}.:])(?:\\d{1,3}(?:\\.\\d{1,3}){3}(?!\\.?\\d)|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\\p{L}\\p{N}:])",
      Checksums::isAddress),
  PHONE(
      "(?<![\\p{L}\\p{N}/+-])(?<!\\d[ .,-])(?:(?:\\+|00)[1-9]\\d{0,2}[ ./-]?(?:\\(0\\)[ ]?)?(?:\\(?\\d{1,5}\\)?[ ./-]?){2,5}\\d{1,6}"
          + "|\\(?[2-9]\\d{2}\\)?[ .-][2-9]\\d{2}[ .-]\\d{4}"
          + "|\\(?0[1-9]\\d{1,4}\\)?[ /-]\\d{3,8}(?:[ -]\\d{1,8}){0,2})(?![\\p{L}\\p{N}])",
      Checksums::hasDigitsOfAPhone),
  NAME("(?!)", text -> false);

  private final Pattern pattern;
  private final Predicate<String> check;

  Kind(String pattern, Predicate<String> check) {
    this.pattern = Pattern.compile(pattern);
    this.check = check;
  }

  Pattern pattern() {
    return pattern;
  }

  /** Whether what is written like one is one. */
  boolean isOne(String text) {
    return check.test(text);
  }

  /** As pipeline files and figures call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
