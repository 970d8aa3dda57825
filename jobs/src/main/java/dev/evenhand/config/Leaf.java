package dev.evenhand.config;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A type that one scalar of the file gives.
 *
 * @param allowed what may stand there, for messages
 * @param example what could stand there
 * @param isText whether quotes are as good as none
 * @param pattern what a text must match for the JSON Schema; empty means any
 * @param parse from the text to the value; IllegalArgumentException or DateTimeException refuses
 */
record Leaf(
    String allowed,
    String example,
    boolean isText,
    String pattern,
    Function<String, Object> parse) {

  static final String NUMBER = "[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?";

  private static final Leaf DECIMAL =
      new Leaf("a number", "0.5", false, NUMBER, text -> new BigDecimal(text));

  private static final Map<Type, Leaf> LEAVES =
      Map.of(
          String.class, new Leaf("a text", "text", true, "", text -> text),
          Secret.class, new Leaf("only ${NAME}", "${NAME}", true, "", Secret::new),
          int.class, new Leaf("a whole number", "5", false, "[-+]?[0-9]+", Integer::valueOf),
          long.class, new Leaf("a whole number", "17", false, "[-+]?[0-9]+", Long::valueOf),
          double.class, new Leaf("a number", "0.5", false, NUMBER, Double::valueOf),
          Double.class, new Leaf("a number", "0.5", false, NUMBER, Double::valueOf),
          BigDecimal.class, DECIMAL,
          Percent.class,
              new Leaf("a percentage from 0% to 100%", "12%", true, Percent.PATTERN, Percent::of),
          Days.class,
              new Leaf("a number of days from 1d to 99999d", "28d", true, Days.PATTERN, Days::of),
          ZoneId.class, new Leaf("an IANA time zone", "Europe/Berlin", true, "", Leaf::zone));

  private static final Leaf DATE =
      new Leaf("a date", "2009-04-01", true, "[0-9]{4}-[0-9]{2}-[0-9]{2}", LocalDate::parse);

  static boolean isLeaf(Type type) {
    return type == LocalDate.class
        || type == Integer.class
        || type == Long.class
        || LEAVES.containsKey(type)
        || !words(type).isEmpty();
  }

  static Leaf of(Type type) {
    if (type == LocalDate.class) {
      return DATE;
    }
    // As the value of a map or of an Optional.
    Type leaf = type == Integer.class ? int.class : type == Long.class ? long.class : type;
    return words(leaf).isEmpty() ? LEAVES.get(leaf) : word(leaf);
  }

  /** The words of a closed list; none for any other type. */
  static List<String> words(Type type) {
    return type instanceof Class<?> list && list.isEnum() && Word.class.isAssignableFrom(list)
        ? Arrays.stream(list.getEnumConstants()).map(word -> ((Word) word).word()).toList()
        : List.of();
  }

  private static Leaf word(Type type) {
    List<String> words = words(type);
    return new Leaf(
        "one of " + String.join(", ", words),
        words.get(0),
        true,
        String.join("|", words),
        text -> constant((Class<?>) type, text));
  }

  private static Object constant(Class<?> list, String text) {
    return Arrays.stream(list.getEnumConstants())
        .filter(word -> ((Word) word).word().equals(text))
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }

  /** A region of the tz database: an offset has no summer time and is refused. */
  private static ZoneId zone(String text) {
    if (!ZoneId.getAvailableZoneIds().contains(text)) {
      throw new DateTimeException("unknown zone");
    }
    return ZoneId.of(text);
  }
}
