package dev.evenhand.command;

import dev.evenhand.anonymity.Cuts;
import dev.evenhand.base.DataProblem;
import dev.evenhand.base.FirstLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Tables of a command that stand alone, in and out.
 *
 * <p>A result is written beside its folder and takes its name when all of it is there.
 */
final class TableFiles {
  static final String CUTS = "_cuts";
  private static final String REPORT = "report.json";
  private static final List<String> SEPARATORS = List.of(";", ",", "\t", "|");

  /** How a table is stored. */
  enum Format {
    CSV,
    PARQUET,
    DELTA
  }

  /** What is done with a written table before it gets its name; gives the report. */
  interface Check {
    String report(String folder) throws IOException;
  }

  private final SparkSession spark;
  private final Format format;
  private String separator = ",";

  TableFiles(SparkSession spark, Format format) {
    this.spark = spark;
    this.format = format;
  }

  void refuseExisting(String out) throws IOException {
    Path path = new Path(out);
    if (system(path).exists(path)) {
      throw new DataProblem("--out " + out + " exists already. Name a new folder or remove it.");
    }
  }

  private FileSystem system(Path path) throws IOException {
    return path.getFileSystem(spark.sparkContext().hadoopConfiguration());
  }

  /**
   * @param givenSeparator null: the one that its header has most of
   */
  Dataset<Row> read(String file, String givenSeparator) throws IOException {
    Path path = new Path(file);
    if (!system(path).exists(path)) {
      throw new DataProblem("FILE " + file + " does not exist. Check the path.");
    }
    if (givenSeparator != null && givenSeparator.isEmpty()) {
      throw new DataProblem("--separator is empty. Write what stands between two fields, as ';'.");
    }
    if (format == Format.CSV) {
      separator = givenSeparator == null ? guess(path) : givenSeparator;
    }
    Dataset<Row> rows;
    try {
      rows = load(file);
    } catch (Exception e) {
      String found = FirstLine.of(e);
      throw new DataProblem("FILE " + file + " is no " + word() + " table: " + found, e);
    }
    MeasuredTable.requireColumns("FILE " + file, rows);
    return rows;
  }

  private Dataset<Row> load(String folder) {
    if (format != Format.CSV) {
      return spark.read().format(word()).load(folder);
    }
    return spark
        .read()
        .option("header", true)
        .option("sep", separator)
        .option("escape", "\"")
        .option("mode", "FAILFAST")
        .csv(folder);
  }

  /** What an action gives; a line with more or fewer fields than the header is the file's fault. */
  static <T> T first(String file, Supplier<T> action) {
    try {
      return action.get();
    } catch (Exception e) { // Spark throws checked exceptions that its API does not declare
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("MALFORMED_") || message.contains("FAILED_READ_FILE")) {
          throw new DataProblem(
              "FILE "
                  + file
                  + " is damaged or has lines that don't fit its header. Check --separator and quotes.",
              e);
        }
      }
      throw e;
    }
  }

  /** Writes table and report; nothing is left behind when the check fails. */
  void write(String out, Dataset<Row> rows, Check check) throws IOException {
    Path target = new Path(out);
    Path unfinished = target.suffix(".unfinished");
    FileSystem system = system(target);
    system.delete(unfinished, true);
    try {
      store(rows, tablePath(unfinished.toString()));
      String report = check.report(unfinished.toString());
      try (var stream = system.create(new Path(unfinished, REPORT))) {
        stream.write(report.getBytes(StandardCharsets.UTF_8));
      }
      if (!system.rename(unfinished, target)) {
        throw new IOException(unfinished + " can't be renamed to " + target);
      }
    } finally {
      system.delete(unfinished, true);
    }
  }

  private void store(Dataset<Row> rows, String folder) {
    if (format == Format.CSV) {
      rows.write()
          .option("header", true)
          .option("sep", separator)
          .option("escape", "\"")
          .option("emptyValue", "")
          .option("ignoreLeadingWhiteSpace", false)
          .option("ignoreTrailingWhiteSpace", false)
          .csv(folder);
    } else {
      rows.write().format(word()).save(folder);
    }
  }

  /** The table as a reader of the folder finds it. */
  Dataset<Row> readBack(String folder) {
    return load(tablePath(folder));
  }

  /** CSV parts lie in the folder itself; other formats don't bear a report beside them. */
  private String tablePath(String folder) {
    return format == Format.CSV ? folder : folder + "/table";
  }

  static Cuts cuts(SparkSession spark, String folder) throws IOException {
    Path cuts = new Path(folder, CUTS);
    if (!cuts.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(cuts)) {
      throw new DataProblem("--reuse " + folder + " holds no cuts of an earlier anonymize.");
    }
    try {
      return Cuts.load(spark, folder + "/" + CUTS);
    } catch (Exception e) { // Spark throws checked exceptions that its API does not declare
      String found = FirstLine.of(e);
      throw new DataProblem("--reuse " + folder + ": its cuts can't be read: " + found, e);
    }
  }

  private String word() {
    return format.name().toLowerCase(Locale.ROOT);
  }

  private String guess(Path path) {
    List<Row> lines = spark.read().text(path.toString()).limit(1).collectAsList();
    String header = lines.isEmpty() ? "" : lines.get(0).getString(0);
    return SEPARATORS.stream()
        .max(Comparator.comparingLong(one -> header.split(Pattern.quote(one), -1).length))
        .orElse(",");
  }
}
