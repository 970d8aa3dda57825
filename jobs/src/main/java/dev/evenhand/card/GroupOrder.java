package dev.evenhand.card;

import dev.evenhand.lake.table.Measures;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order in which a reader expects groups: bands by where they begin ({@code under 35}, {@code
 * 35-54}, {@code 55+}), other names by the alphabet, last {@code unknown} and the withheld ones.
 */
final class GroupOrder {
  static final Comparator<String> READING =
      Comparator.comparing((String group) -> group.equals(Measures.WITHHELD_GROUPS))
          .thenComparing(group -> group.equals("unknown"))
          .thenComparing(GroupOrder::start)
          .thenComparing(Comparator.naturalOrder());

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern OPEN_BELOW =
      Pattern.compile("(?i)^\\s*(under|below|up to|less|<).*");

  private GroupOrder() {}

  private static int start(String group) {
    Matcher number = NUMBER.matcher(group);
    if (!number.find() || OPEN_BELOW.matcher(group).matches()) {
      return -1;
    }
    return Integer.parseInt(number.group());
  }
}
