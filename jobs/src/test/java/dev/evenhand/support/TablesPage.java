package dev.evenhand.support;

import dev.evenhand.lake.Scope;
import dev.evenhand.lake.TableContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructField;

/** The page about tables: what is generated of it, and the questions that stand in it. */
public final class TablesPage {
  public static final Path PAGE = Path.of("notebooks-docs/tables.md");

  /** What stands before the generated part. */
  public static final String BEFORE = "`lake.table`.\n\n";

  private static final Pattern QUESTION = Pattern.compile("(?s)```sql\n(.*?)```");

  private TablesPage() {}

  /** The queries of a page, in order. */
  public static List<String> questions(String page) {
    List<String> questions = new ArrayList<>();
    Matcher question = QUESTION.matcher(page);
    while (question.find()) {
      questions.add(question.group(1).strip());
    }
    return questions;
  }

  /** Tables and columns; tables whose columns are alike stand together. */
  public static String columns(List<TableContract> tables) {
    StringBuilder text = new StringBuilder();
    List<TableContract> left = new ArrayList<>(tables);
    while (!left.isEmpty()) {
      TableContract first = left.get(0);
      List<TableContract> alike =
          left.stream().filter(table -> table.fields().equals(first.fields())).toList();
      alike.forEach(
          table -> text.append("### `%s`\n\n".formatted(table.name())).append(about(table)));
      text.append(columns(first));
      left.removeAll(alike);
    }
    return text.toString().stripTrailing() + "\n";
  }

  private static String about(TableContract table) {
    String key = table.keys().isEmpty() ? "" : " Key: `" + String.join("`, `", table.keys()) + "`.";
    String kept =
        table.scope() == Scope.LOG
            ? " Rows are only ever added."
            : " A run's rows are replaced when it is repeated.";
    return table.comment() + "." + key + kept + "\n\n";
  }

  private static String columns(TableContract table) {
    StringBuilder text =
        new StringBuilder("| column | type | may be null | meaning |\n|---|---|---|---|\n");
    for (StructField field : table.schema().fields()) {
      text.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  field.name(),
                  field.dataType().simpleString(),
                  field.nullable() ? "yes" : "",
                  field.getComment().getOrElse(() -> "").replace("|", "\\|")));
    }
    return text.append('\n').toString();
  }
}
