package dev.evenhand.card;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A Markdown text in the making; what people wrote is escaped. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  Markdown heading(String title) {
    return block("## " + escaped(title));
  }

  Markdown title(String title) {
    return block("# " + escaped(title));
  }

  Markdown paragraph(String sentence) {
    return block(escaped(sentence));
  }

  Markdown list(List<String> entries) {
    return entries.isEmpty()
        ? this
        : block(
            entries.stream().map(entry -> "- " + escaped(entry)).collect(Collectors.joining("\n")));
  }

  /** A table; nothing without rows. */
  Markdown table(List<String> columns, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    String rule = columns.stream().map(column -> "---").collect(Collectors.joining(" | "));
    String body = rows.stream().map(Markdown::row).collect(Collectors.joining("\n"));
    return block(row(columns) + "\n| " + rule + " |\n" + body);
  }

  /** A row; null is a dash. */
  static List<String> cells(String... cells) {
    return Arrays.stream(cells).map(cell -> cell == null ? Text.NONE : cell).toList();
  }

  private static String row(List<String> cells) {
    return "| " + cells.stream().map(Markdown::escaped).collect(Collectors.joining(" | ")) + " |";
  }

  private Markdown block(String lines) {
    text.append(text.isEmpty() ? "" : "\n").append(lines).append('\n');
    return this;
  }

  /** Without line ends, and without what Markdown or HTML would read as its own. */
  private static String escaped(String written) {
    return written
        .strip()
        .replaceAll("\\s+", " ")
        .replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
