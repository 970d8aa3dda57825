package dev.evenhand.command;

import dev.evenhand.base.Quoted;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Prints the rows of a query as a table, as JSON lines or as CSV. */
final class ResultPrinter {
  private final PrintStream out;

  ResultPrinter(PrintStream out) {
    this.out = out;
  }

  void print(Dataset<Row> rows, SqlCommand.Format format) {
    switch (format) {
      case JSON -> lines(rows, Map.of("ignoreNullFields", "false"));
      case CSV -> csv(rows);
      case TABLE -> table(rows);
    }
  }

  private void lines(Dataset<Row> rows, Map<String, String> options) {
    var all = functions.struct(functions.col("*"));
    each(
        rows.select(functions.to_json(all, CollectionConverters.asScala(options).toMap(null))),
        row -> out.println(row.getString(0)));
  }

  private void csv(Dataset<Row> rows) {
    out.println(
        String.join(",", Arrays.stream(rows.columns()).map(ResultPrinter::quoted).toList()));
    each(
        rows.select(texts(rows)),
        row -> {
          List<String> cells = new ArrayList<>();
          for (int i = 0; i < row.length(); i++) {
            cells.add(row.isNullAt(i) ? "" : quoted(row.getString(i)));
          }
          out.println(String.join(",", cells));
        });
  }

  private static String quoted(String text) {
    return text.matches("(?s).*[,\"\\n\\r].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private void table(Dataset<Row> rows) {
    List<String[]> cells = new ArrayList<>();
    each(
        rows.select(texts(rows)),
        row -> {
          String[] line = new String[row.length()];
          for (int i = 0; i < line.length; i++) {
            line[i] = row.isNullAt(i) ? "" : row.getString(i).replace('\n', ' ');
          }
          cells.add(line);
        });
    String[] header = rows.columns();
    int[] widths = new int[header.length];
    for (int i = 0; i < header.length; i++) {
      widths[i] = header[i].length();
      for (String[] line : cells) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    line(header, widths);
    out.println("-".repeat(Arrays.stream(widths).sum() + 2 * (widths.length - 1)));
    cells.forEach(line -> line(line, widths));
  }

  private void line(String[] cells, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      text.append(cells[i]).append(" ".repeat(widths[i] - cells[i].length() + 2));
    }
    out.println(text.toString().stripTrailing());
  }

  private static void each(Dataset<Row> rows, Consumer<Row> action) {
    Iterator<Row> iterator = rows.toLocalIterator();
    iterator.forEachRemaining(action);
  }

  /** Nested values as JSON, the rest as Spark prints it. */
  private static Column[] texts(Dataset<Row> rows) {
    StructField[] fields = rows.schema().fields();
    return IntStream.range(0, fields.length)
        .mapToObj(i -> text(rows.columns()[i], fields[i].dataType()))
        .toArray(Column[]::new);
  }

  private static Column text(String name, DataType type) {
    var column = functions.col(Quoted.name(name));
    boolean isNested =
        type instanceof MapType || type instanceof ArrayType || type instanceof StructType;
    return isNested ? functions.to_json(column) : column.cast("string");
  }
}
