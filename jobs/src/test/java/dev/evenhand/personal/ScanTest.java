package dev.evenhand.personal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples of the standards' own, and what merely looks like them. */
class ScanTest {
  private static final Scan ALL =
      new Scan(EnumSet.allOf(Kind.class), List.of("Anna", "Mary Ann Smith", "Jürgen"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write to Anna.Meier+shop@mail.example.co.uk today | email",
        "mail: jörg@müller.example. | email",
        "call +49 30 1234567 | phone",
        "call +1 (212) 555-0123 | phone",
        "call 212-555-0123 | phone",
        "call 030 1234567 | phone",
        "call 0044 20 7946 0018 now | phone",
        "Visa 4111 1111 1111 1111 | card",
        "visa,4111111111111111 | card",
        "visa.4111111111111111 | card",
        "mobile,+49 30 1234567 | phone",
        "Tel.030 1234567 | phone",
        "name,212-555-0123 | phone",
        "Amex 378282246310005 | card",
        "card 5555-5555-5555-4444, exp 12/27 | card",
        "IBAN DE89 3704 0044 0532 0130 00 please | iban",
        "to GB29NWBK60161331926819 | iban",
        "fr7630006000011234567890189 | iban",
        "from 192.168.0.17 | ip",
        "from 2001:db8::ff00:42:8329 | ip",
        "from ::1:2 | ip",
        "SSN 078-05-1120 | us-ssn",
        "Steuer-ID 86 095 742 719 | de-tax-id",
        "Steuer-ID 86095742719 | de-tax-id",
        "Steuer-ID 47036892816 | de-tax-id",
        "NI AB 12 34 56 C | uk-nino",
        "DNI 12345678Z | es-dni",
        "NIE X1234567L | es-dni",
        "NIR 2 55 08 14 168 025 38 | fr-nir",
        "ask Anna about it | name",
        "ask Mary  Ann Smith's brother | name",
        "thanks, Jürgen! | name"
      })
  void findsWhatIsThere(String text, String kind) {
    assertThat(ALL.kindsIn(text)).isEqualTo(kind == null ? new String[0] : kind.split(","));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order 4111 1111 1111 1112", // Luhn fails
        "ref 9111111111111111", // no issuer's prefix
        "DE89 3704 0044 0532 0130 01", // 97 fails
        "XX89 3704 0044 0532 0130 00", // no such country
        "DE89 3704 0044 0532 01", // too short
        "3,4111111111111111 or 0.4111111111111111 of it", // decimals
        "7,212-555-0123 and 7.030 1234567",
        "version 1.2.3.4.5",
        "at 300.1.2.3",
        "at 12:30:45",
        "a::b::c is C++, std::vector",
        "000-12-3456 666-12-3456 912-12-3456 123-00-4567 123-45-0000",
        "Steuer-ID 86095742718", // check digit
        "Steuer-ID 12345678903", // no digit twice
        "BG123456A QQ123456A AB123456E",
        "12345678A X1234567A",
        "2 55 08 14 168 025 39",
        "anna without a capital, Annabel",
        "me at example.com, me@example",
        "ordered 2 boxes on 2026-03-01 at 09:15 for 1,234.56",
        "item 12345, 50% off, size 10-12",
        "SKU-0012-3456-7890"
      })
  void leavesWhatMerelyLooksLikeIt(String text) {
    assertThat(ALL.kindsIn(text)).isEmpty();
  }

  @Test
  void masksEachKindInItsPlaceAndKeepsTheRest() {
    assertThat(
            ALL.masked(
                "Anna (anna@example.org, +49 30 1234567) pays by 4111 1111 1111 1111, not cash."))
        .isEqualTo("[name] ([email], [phone]) pays by [card], not cash.");
    assertThat(ALL.masked("nothing here")).isEqualTo("nothing here");
  }

  @Test
  void looksForTheKindsThatAreAskedForAlone() {
    Scan emails = new Scan(List.of(Kind.EMAIL), List.of());
    assertThat(emails.masked("a@b.example, 192.168.0.17")).isEqualTo("[email], 192.168.0.17");
  }

  @Test
  void whatSeveralKindsClaimIsTheStricterOnes() {
    assertThat(ALL.kindsIn("DE89370400440532013000 and 86095742719 and 4111111111111111"))
        .containsExactly("card", "de-tax-id", "iban");
  }
}
