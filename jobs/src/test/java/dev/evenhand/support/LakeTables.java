package dev.evenhand.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StructField;

/**
 * What the tables of a lake say, so that two runs can be compared: every table and column but run
 * id, times and ciphertext, doubles to 9 significant digits, rows sorted.
 *
 * <p>Of {@code govern.runs} the steps that were done and their rows count: how often a step was
 * tried, and the Delta versions that it saw, are the course of a run and not its result. A model's
 * path and files carry the run's id; its card and {@code metrics.energy} tell its times.
 */
public final class LakeTables {
  private static final MathContext DIGITS = new MathContext(9);
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

  /** Every table's rows as lines, by its name. */
  public static Map<String, List<String>> of(String root) {
    Map<String, List<String>> tables = new TreeMap<>();
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

  /** Fails with the rows that are in one of the lakes only. */
  public static void assertEqual(
      Map<String, List<String>> actual, Map<String, List<String>> expected) {
    assertThat(expected.keySet()).as("tables to compare").hasSizeGreaterThan(20);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    for (String name : expected.keySet()) {
      assertThat(without(actual.get(name), expected.get(name)))
          .as("rows of %s that should not be there", name)
          .isEmpty();
      assertThat(without(expected.get(name), actual.get(name)))
          .as("rows of %s that are missing", name)
          .isEmpty();
      assertThat(actual.get(name))
          .as("number of rows of %s", name)
          .hasSameSizeAs(expected.get(name));
    }
  }

  private static List<String> without(List<String> lines, List<String> others) {
    Set<String> known = Set.copyOf(others);
    return lines.stream().filter(line -> !known.contains(line)).limit(3).toList();
  }

  private static List<String> lines(String name, String path) {
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
    List<String> lines = new ArrayList<>();
    for (Row row :
        rows.selectExpr(kept.stream().map(c -> "`" + c + "`").toArray(String[]::new))
            .collectAsList()) {
      lines.add(text(row));
    }
    lines.sort(null);
    return lines;
  }

  private static String text(Object value) {
    if (value instanceof Double number) {
      return Double.isFinite(number)
          ? new BigDecimal(number).round(DIGITS).stripTrailingZeros().toString()
          : number.toString();
    }
    if (value instanceof Row row) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        parts.add(row.schema().fields()[i].name() + "=" + text(row.get(i)));
      }
      return "{" + String.join(", ", parts) + "}";
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      Map<String, String> sorted = new TreeMap<>();
      scala.jdk.javaapi.CollectionConverters.asJava(map)
          .forEach((key, entry) -> sorted.put(text(key), text(entry)));
      return sorted.toString();
    }
    if (value instanceof scala.collection.Seq<?> list) {
      return texts(scala.jdk.javaapi.CollectionConverters.asJava(list));
    }
    return String.valueOf(value);
  }

  private static String texts(Collection<?> values) {
    return values.stream().map(LakeTables::text).collect(Collectors.joining(", ", "[", "]"));
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
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
