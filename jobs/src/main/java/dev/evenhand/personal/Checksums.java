package dev.evenhand.personal;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The rules that numbers of persons, cards and accounts keep, and chance seldom does. */
final class Checksums {
  private static final int DIGITS = 10;
  private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);
  private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final int FEWEST_OF_A_PHONE = 8;
  private static final int MOST_OF_A_PHONE = 15;

  /** The registry's lengths by country. */
  private static final Map<String, Integer> IBAN_LENGTHS = new HashMap<>();

  static {
    String lengths =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18"
            + "FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20"
            + "LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31"
            + "SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20";
    for (int i = 0; i < lengths.length(); i += 4) {
      IBAN_LENGTHS.put(
          lengths.substring(i, i + 2), Integer.valueOf(lengths.substring(i + 2, i + 4)));
    }
  }

  private Checksums() {}

  /** ISO 13616: the country's length, and 1 modulo 97 when the first four go to the end. */
  static boolean isIban(String text) {
    String iban = text.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
    if (!Integer.valueOf(iban.length()).equals(IBAN_LENGTHS.get(iban.substring(0, 2)))) {
      return false;
    }
    StringBuilder number = new StringBuilder();
    for (char each : (iban.substring(4) + iban.substring(0, 4)).toCharArray()) {
      number.append(Character.digit(each, Character.MAX_RADIX));
    }
    return new BigInteger(number.toString()).mod(NINETY_SEVEN).equals(BigInteger.ONE);
  }

  /** ISO/IEC 7812: an issuer's prefix with its length, and Luhn's checksum. */
  static boolean isCard(String text) {
    String digits = digits(text);
    return digits.matches(
            "4(\\d{12}|\\d{15}|\\d{18})|(5[1-5]|2[2-7])\\d{14}|3[47]\\d{13}|3(0[0-5]|[68]\\d)\\d{11}"
                + "|35\\d{14}|6(011|4[4-9]\\d|5\\d\\d|2\\d\\d)\\d{12}|(50|5[6-9]|6[0379])\\d{10,17}")
        && isLuhn(digits);
  }

  static boolean isLuhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? digit : 2 * digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % DIGITS == 0;
  }

  /** Of the first ten digits one stands there two or three times; ISO 7064 MOD 11,10. */
  static boolean isGermanTaxId(String text) {
    String digits = digits(text);
    int[] counts = new int[DIGITS];
    int product = DIGITS;
    for (int i = 0; i < DIGITS; i++) {
      int digit = digits.charAt(i) - '0';
      counts[digit]++;
      int sum = (digit + product) % DIGITS;
      product = 2 * (sum == 0 ? DIGITS : sum) % 11;
    }
    int repeated = 0;
    int most = 0;
    for (int count : counts) {
      repeated += count > 1 ? 1 : 0;
      most = Math.max(most, count);
    }
    int check = (11 - product) % DIGITS;
    return repeated == 1 && most <= 3 && check == digits.charAt(DIGITS) - '0';
  }

  /** The letter is the number modulo 23; X, Y and Z of foreigners count as 0, 1 and 2. */
  static boolean isSpanishId(String text) {
    String id = text.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
    char first = id.charAt(0);
    String number =
        (Character.isDigit(first) ? "" + first : "" + (first - 'X')) + id.substring(1, 8);
    int rest = Integer.parseInt(number) % DNI_LETTERS.length();
    return DNI_LETTERS.charAt(rest) == id.charAt(8);
  }

  /** The key is 97 less the number modulo 97; Corsica's 2A and 2B count as 19 and 18. */
  static boolean isNir(String text) {
    String nir = text.replace(" ", "").toUpperCase(Locale.ROOT);
    String number = nir.substring(0, 13).replace("2A", "19").replace("2B", "18");
    if (!number.matches("\\d{13}")) {
      return false;
    }
    return 97 - Long.parseLong(number) % 97 == Long.parseLong(nir.substring(13));
  }

  /** Four numbers to 255, or eight groups of hex digits of which one run may be left out. */
  static boolean isAddress(String text) {
    if (text.indexOf(':') < 0) {
      for (String part : text.split("\\.")) {
        if (Integer.parseInt(part) > 255) {
          return false;
        }
      }
      return true;
    }
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::") || text.contains(":::")) {
      return false;
    }
    String[] groups = text.split(":", -1);
    long filled = Arrays.stream(groups).filter(group -> !group.isEmpty()).count();
    boolean isOpen =
        text.startsWith(":") && gap != 0 || text.endsWith(":") && gap != text.length() - 2;
    return !isOpen && (gap < 0 ? filled == 8 : filled >= 2 && filled < 8);
  }

  static boolean hasDigitsOfAPhone(String text) {
    int digits = digits(text).length();
    return digits >= FEWEST_OF_A_PHONE && digits <= MOST_OF_A_PHONE;
  }

  private static String digits(String text) {
    return text.replaceAll("\\D", "");
  }
}
