package dev.evenhand.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
  @Test
  void findsEveryPlaceOfEveryPattern() {
    ByteSearch search = new ByteSearch(List.of(bytes("needle-one"), bytes("needle-o")));
    byte[] text = bytes("needle-one, then needle-o, then needle-");
    assertThat(search.count(text, text.length, text.length)).isEqualTo(3);
    assertThat(search.count(text, text.length, 1)).isEqualTo(2);
    assertThat(search.longest()).isEqualTo(10);
  }

  @Test
  void agreesWithAPlainSearchOnRandomBytes() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(17);
    List<byte[]> patterns = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      patterns.add(letters(random, 8 + random.nextInt(3)));
    }
    byte[] text = letters(random, 20_000);
    for (int i = 0; i < 100; i++) {
      byte[] pattern = patterns.get(random.nextInt(patterns.size()));
      System.arraycopy(pattern, 0, text, random.nextInt(text.length - 11), pattern.length);
    }
    assertThat(new ByteSearch(patterns).count(text, text.length, text.length))
        .isEqualTo(plain(patterns, text))
        .isGreaterThan(90);
  }

  /** Of ids that all begin alike, and of addresses that all end alike. */
  @Test
  void patternsThatBeginOrEndAlikeAreToldApart() {
    List<byte[]> patterns = new ArrayList<>();
    for (int i = 0; i < 20_000; i += 2) {
      patterns.add(bytes("order-%06d".formatted(i)));
      patterns.add(bytes(i + "@example.com"));
    }
    ByteSearch search = new ByteSearch(patterns);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("order-%06d;".formatted(i)).append(" %d@example.com".formatted(i));
    }
    // "1234@example.com" ends with "34@example.com" and with "4@example.com": one for each digit
    // from which an even number without a zero before it begins.
    long addresses = 0;
    for (int i = 0; i < 20_000; i += 2) {
      addresses += Integer.toString(i).chars().filter(digit -> digit != '0').count();
      addresses += i % 10 == 0 ? 1 : 0;
    }
    assertThat(count(search, text.toString())).isEqualTo(10_000 + addresses);
  }

  @Test
  void aValueIsFoundWhereItStandsForItself() {
    ByteSearch search = Traces.of(List.of(), List.of("Lane 12")).values();
    assertThat(count(search, "{\"street\":\"Lane 12\"}")).isEqualTo(1);
    assertThat(count(search, "{\\\"street\\\":\\\"Lane 12\\\"}")).isEqualTo(1);
    assertThat(count(search, "\7\0\0\0Lane 12")).isEqualTo(1);
    assertThat(count(search, "\14\0\0\0Lane 12 West")).isZero();
    assertThat(count(search, "somebody of Lane 12 said")).isZero();
  }

  @Test
  void aKeyIsFoundAnywhere() {
    assertThat(
            count(
                Traces.of(List.of("abcdefghijklmnopqrstuvw"), List.of()).keys(),
                "12-abcdefghijklmnopqrstuvw-3"))
        .isEqualTo(1);
  }

  @Test
  void aShortPatternIsRefused() {
    assertThatThrownBy(() -> new ByteSearch(List.of(bytes("seven77"))))
        .hasMessageContaining("eight bytes");
  }

  private static long count(ByteSearch search, String text) {
    return search.count(bytes(text), bytes(text).length, bytes(text).length);
  }

  /** Equal patterns are one. */
  private static long plain(List<byte[]> patterns, byte[] text) {
    String all = new String(text, StandardCharsets.ISO_8859_1);
    long found = 0;
    List<String> different =
        patterns.stream()
            .map(pattern -> new String(pattern, StandardCharsets.ISO_8859_1))
            .distinct()
            .toList();
    for (String one : different) {
      for (int at = all.indexOf(one); at >= 0; at = all.indexOf(one, at + 1)) {
        found++;
      }
    }
    return found;
  }

  private static byte[] letters(RandomGenerator random, int length) {
    byte[] letters = new byte[length];
    for (int i = 0; i < length; i++) {
      letters[i] = (byte) ('a' + random.nextInt(2));
    }
    return letters;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
