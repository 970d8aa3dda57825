package dev.evenhand.ingest;

import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.trim;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Source;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** How the lines of a text source are written: separator, quotes, comments, encoding, zone. */
record TextForm(Map<String, String> options, Charset encoding, String timezone) {
  static final String CORRUPT = "_corrupt";

  /** The parser has room for so many; a line of fewer bytes can't have more. */
  static final int MOST_COLUMNS = 20_480;

  static TextForm of(String name, Source source) {
    String encoding = source.options().getOrDefault("encoding", "UTF-8");
    if (!Charset.isSupported(encoding)
        || encoding.toUpperCase(Locale.ROOT).matches("UTF-?(16|32).*")) {
      throw new DataProblem(
          "source "
              + name
              + ": encoding "
              + encoding
              + " can't be read line by line. UTF-8 and one-byte encodings such as ISO-8859-1 can;"
              + " convert the files.");
    }
    return new TextForm(
        Map.copyOf(source.options()), Charset.forName(encoding), source.timezone().getId());
  }

  boolean isUtf8() {
    return encoding.equals(StandardCharsets.UTF_8);
  }

  boolean hasHeader() {
    return Boolean.parseBoolean(options.getOrDefault("header", "false"));
  }

  boolean isMultiLine() {
    return Boolean.parseBoolean(options.getOrDefault("multiLine", "false"));
  }

  /** Whether a line is neither blank nor a comment. */
  boolean isRow(String line) {
    return !line.isBlank() && (comment().isEmpty() || !line.startsWith(comment()));
  }

  /** {@link #isRow(String)} as a column. */
  Column isRow(Column line) {
    Column hasText = trim(line).notEqual("");
    return comment().isEmpty() ? hasText : hasText.and(not(line.startsWith(comment())));
  }

  /** The options of Spark's parsers: nothing throws, what can't be read stands in CORRUPT. */
  Map<String, String> parserOptions() {
    Map<String, String> all = new TreeMap<>(options);
    List.of("header", "comment", "encoding", "multiLine").forEach(all::remove);
    all.put("maxColumns", Integer.toString(MOST_COLUMNS));
    all.put("mode", "PERMISSIVE");
    all.put("columnNameOfCorruptRecord", CORRUPT);
    all.put("timeZone", timezone);
    return all;
  }

  /** The options of Spark's own reader. */
  Map<String, String> readerOptions() {
    Map<String, String> all = new TreeMap<>(options);
    all.putAll(parserOptions());
    return all;
  }

  /** The fields of a line, without their quotes; names are trimmed. */
  List<String> names(String line) {
    List<String> names = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < line.length(); i++) {
      if (isQuoted && isEscaped(line, i)) {
        i += escape().length();
        field.append(line.charAt(i));
      } else if (!quote().isEmpty() && line.startsWith(quote(), i)) {
        isQuoted = !isQuoted;
      } else if (!isQuoted && line.startsWith(separator(), i)) {
        names.add(field.toString().strip());
        field.setLength(0);
        i += separator().length() - 1;
      } else {
        field.append(line.charAt(i));
      }
    }
    names.add(field.toString().strip());
    return names;
  }

  /** How many fields a line has; separators within quotes don't count. */
  Column fieldCount(Column line) {
    Column bare = quote().isEmpty() ? line : regexp_replace(line, quoted(), "");
    Column without = functions.replace(bare, lit(separator()), lit(""));
    return length(bare).minus(length(without)).divide(separator().length()).plus(1).cast("int");
  }

  private boolean isEscaped(String line, int at) {
    return !escape().isEmpty()
        && line.startsWith(escape(), at)
        && line.startsWith(quote(), at + escape().length());
  }

  private String quoted() {
    String quote = Pattern.quote(quote());
    String escape = escape().isEmpty() ? quote : Pattern.quote(escape());
    // Possessive, so that a long text is no deep stack.
    return "(?s)" + quote + "(?:" + escape + quote + "|(?!" + quote + ").)*+" + quote;
  }

  private String separator() {
    return options.getOrDefault("sep", ",").replace("\\t", "\t");
  }

  private String quote() {
    return options.getOrDefault("quote", "\"");
  }

  private String escape() {
    return options.getOrDefault("escape", "\"");
  }

  private String comment() {
    return options.getOrDefault("comment", "");
  }
}
