package dev.evenhand.config;

/** A length of time in whole days, written {@code 28d}. */
public record Days(int days) {
  static final String PATTERN = "[1-9][0-9]{0,4}d";

  public Days {
    if (days < 1 || days > 99_999) {
      throw new IllegalArgumentException("a number of days from 1d to 99999d, such as 28d");
    }
  }

  public static Days of(String text) {
    if (!text.matches(PATTERN)) {
      throw new IllegalArgumentException("a number of days from 1d to 99999d, such as 28d");
    }
    return new Days(Integer.parseInt(text.substring(0, text.length() - 1)));
  }

  @Override
  public String toString() {
    return days + "d";
  }
}
