package dev.evenhand.config;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An option of a text source that the pipeline file may set; the names are Spark's. */
public enum SourceOption implements Word {
  SEP("sep", ",", ".{1,4}", "The separator between fields.", Format.CSV),
  HEADER(
      "header",
      "true",
      Pattern.TRUTH,
      "Whether the first line of each file names the columns.",
      Format.CSV),
  COMMENT("comment", "", ".", "Lines that begin with this character are skipped.", Format.CSV),
  QUOTE("quote", "\"", ".?", "The character around fields that hold a separator.", Format.CSV),
  ESCAPE("escape", "\"", ".", "The character before a quote inside a quoted field.", Format.CSV),
  NULL_VALUE("nullValue", "", ".*", "The text that stands for a missing value.", Format.CSV),
  IGNORE_LEADING_WHITE_SPACE(
      "ignoreLeadingWhiteSpace",
      "false",
      Pattern.TRUTH,
      "Whether blanks before a field go.",
      Format.CSV),
  IGNORE_TRAILING_WHITE_SPACE(
      "ignoreTrailingWhiteSpace",
      "false",
      Pattern.TRUTH,
      "Whether blanks after a field go.",
      Format.CSV),
  MULTI_LINE(
      "multiLine",
      "false",
      Pattern.TRUTH,
      "Whether quoted fields may hold line ends; such files are read whole, one core each.",
      Format.CSV),
  ENCODING("encoding", "UTF-8", ".+", "The character set of the files.", Format.CSV, Format.JSON),
  DATE_FORMAT(
      "dateFormat",
      "",
      ".+",
      "The pattern of dates; none means yyyy-MM-dd.",
      Format.CSV,
      Format.JSON),
  TIMESTAMP_FORMAT(
      "timestampFormat",
      "",
      ".+",
      "The pattern of timestamps; none means yyyy-MM-dd[ HH:mm:ss[.SSS]] or ISO 8601.",
      Format.CSV,
      Format.JSON);

  private final String word;
  private final String byDefault;
  private final String pattern;
  private final String meaning;
  private final Set<Format> formats;

  SourceOption(String word, String byDefault, String pattern, String meaning, Format... formats) {
    this.word = word;
    this.byDefault = byDefault;
    this.pattern = pattern;
    this.meaning = meaning;
    this.formats = EnumSet.copyOf(List.of(formats));
  }

  @Override
  public String word() {
    return word;
  }

  /** The value of an absent option; empty where the format's own reading applies. */
  public String byDefault() {
    return byDefault;
  }

  public String meaning() {
    return meaning;
  }

  /** The options that a format knows. */
  static List<SourceOption> of(Format format) {
    return Arrays.stream(values()).filter(option -> option.formats.contains(format)).toList();
  }

  static Optional<SourceOption> named(String word) {
    return Arrays.stream(values()).filter(option -> option.word.equals(word)).findFirst();
  }

  /** The regular expression that the option's values match. */
  String pattern() {
    return pattern;
  }

  /** What the option's values may be, in words. */
  String allowed() {
    return switch (pattern) {
      case Pattern.TRUTH -> "true or false";
      case ".", ".?" -> "one character";
      case ".{1,4}" -> "one to four characters";
      default -> this == ENCODING ? "a character set such as UTF-8" : "a text";
    };
  }

  boolean allows(String value) {
    return value.matches("(?s)" + pattern) && (this != ENCODING || isCharset(value));
  }

  private static boolean isCharset(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  /** The given options over the format's defaults; an empty default is left to the format. */
  static Map<String, String> complete(Format format, Map<String, String> given) {
    Map<String, String> options = new LinkedHashMap<>();
    of(format).stream()
        .filter(option -> !option.byDefault.isEmpty())
        .forEach(option -> options.put(option.word, option.byDefault));
    options.putAll(given);
    return options;
  }

  private static final class Pattern {
    static final String TRUTH = "true|false";
  }
}
