package dev.evenhand.support;

import static org.assertj.core.api.Assertions.assertThat;
import static scala.jdk.javaapi.CollectionConverters.asJava;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StructField;
import scala.collection.Seq;

/**
 * What the tables of a lake say, so that two runs can be compared: every table and column but run
 * id, times and ciphertext. Rows have no order; doubles are equal if they are to 9 significant
 * digits, by their distance: two that differ in the 16th may well round to different ninths.
 *
 * <p>Of {@code govern.runs} the steps that were done and their rows count: how often a step was
 * tried, and the Delta versions that it saw, are the course of a run and not its result. A model's
 * path and files carry the run's id; its card and {@code metrics.energy} tell its times.
 */
public final class LakeTables {
  private static final double TOLERANCE = 1e-9;
  private static final int SHOWN = 3;
  private static final Set<String> TIMES_AND_IDS =
      Set.of("run_id", "model_version", "_loaded_at", "computed_at", "trained_at");
  private static final Map<String, Set<String>> OWN =
      Map.of(
          "govern.models",
          Set.of("path", "sha256", "training_table_version", "summary"),
          "govern.model_cards",
          Set.of("card", "html_path"),
          "metrics.energy",
          Set.of("value"));

  private LakeTables() {}

  /** A row: its text with a mark for each double, and the doubles in their order. */
  public record Line(String words, List<Double> numbers) {
    private static final String NUMBER = "#";

    private boolean isEqualTo(Line other) {
      if (!words.equals(other.words) || numbers.size() != other.numbers.size()) {
        return false;
      }
      for (int i = 0; i < numbers.size(); i++) {
        double a = numbers.get(i);
        double b = other.numbers.get(i);
        double most = TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
        if (Double.compare(a, b) != 0 && !(Math.abs(a - b) <= most)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return words + " with " + numbers;
    }
  }

  /** Every table's rows, by its name. */
  public static Map<String, List<Line>> of(String root) {
    Map<String, List<Line>> tables = new TreeMap<>();
    for (Path layer : folders(new Path(root))) {
      for (Path table : folders(layer)) {
        if (folders(table).stream().anyMatch(folder -> folder.getName().equals("_delta_log"))) {
          String name = layer.getName() + "." + table.getName();
          tables.put(name, lines(name, table.toString()));
        }
      }
    }
    return tables;
  }

  /** Fails with rows that are in one of the lakes only, those of both side by side. */
  public static void assertEqual(Map<String, List<Line>> actual, Map<String, List<Line>> expected) {
    assertThat(expected.keySet()).as("tables to compare").hasSizeGreaterThan(20);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    List<String> different = new ArrayList<>();
    for (String name : expected.keySet()) {
      without(actual.get(name), expected.get(name))
          .forEach(line -> different.add(name + " has, and should not: " + line));
      without(expected.get(name), actual.get(name))
          .forEach(line -> different.add(name + " lacks: " + line));
    }
    assertThat(different).isEmpty();
  }

  /** The first few lines that have no partner among the others, each of which is one's only. */
  private static List<Line> without(List<Line> lines, List<Line> others) {
    Map<String, List<Line>> free = new HashMap<>();
    others.forEach(line -> free.computeIfAbsent(line.words, w -> new LinkedList<>()).add(line));
    return lines.stream()
        .filter(line -> !isTaken(free.getOrDefault(line.words, List.of()), line))
        .limit(SHOWN)
        .toList();
  }

  private static boolean isTaken(List<Line> from, Line line) {
    Iterator<Line> each = from.iterator();
    while (each.hasNext()) {
      if (each.next().isEqualTo(line)) {
        each.remove();
        return true;
      }
    }
    return false;
  }

  private static List<Line> lines(String name, String path) {
    Dataset<Row> rows = Spark.session().read().format("delta").load(path);
    if (name.equals("govern.runs")) {
      rows = rows.filter("status = 'done'").select("pipeline", "step", "rows_in", "rows_out");
    }
    List<String> kept = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      boolean isAside =
          TIMES_AND_IDS.contains(field.name())
              || OWN.getOrDefault(name, Set.of()).contains(field.name())
              || field.dataType() instanceof BinaryType;
      if (!isAside) {
        kept.add(field.name());
      }
    }
    List<Line> lines = new ArrayList<>();
    for (Row row :
        rows.selectExpr(kept.stream().map(c -> "`" + c + "`").toArray(String[]::new))
            .collectAsList()) {
      List<Double> numbers = new ArrayList<>();
      lines.add(new Line(text(row, numbers), numbers));
    }
    return lines;
  }

  private static String text(Object value, List<Double> numbers) {
    if (value instanceof Double number) {
      numbers.add(number);
      return Line.NUMBER;
    }
    if (value instanceof Row row) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        parts.add(row.schema().fields()[i].name() + "=" + text(row.get(i), numbers));
      }
      return "{" + String.join(", ", parts) + "}";
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      asJava(map).forEach((key, entry) -> sorted.put(String.valueOf(key), entry));
      List<String> parts = new ArrayList<>();
      sorted.forEach((key, entry) -> parts.add(key + "=" + text(entry, numbers)));
      return parts.toString();
    }
    if (value instanceof Seq<?> list) {
      return asJava(list).stream().map(each -> text(each, numbers)).toList().toString();
    }
    return String.valueOf(value);
  }

  private static List<Path> folders(Path folder) {
    try {
      FileSystem system =
          folder.getFileSystem(Spark.session().sparkContext().hadoopConfiguration());
      List<Path> folders = new ArrayList<>();
      for (FileStatus status : system.listStatus(folder)) {
        if (status.isDirectory()) {
          folders.add(status.getPath());
        }
      }
      return folders;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
