package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a table that is only measured is read, and where its figures go. */
final class MeasureArguments {
  @Mixin private InputArguments input;

  @Option(names = "--out", description = "Where the JSON goes.")
  private Path out;

  Dataset<Row> read(SparkSession spark, String path) {
    return input.read(spark, path);
  }

  /** Prints the summary; the JSON is written if a place for it was given. */
  void tell(String summary, Supplier<String> json) {
    PrintStream console = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    console.print(summary);
    if (out != null) {
      write(json.get());
      console.println("written to " + out);
    }
    console.flush();
  }

  private void write(String json) {
    try {
      Path folder = out.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(out, json, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DataProblem("--out " + out + " can't be written. Choose another place.", e);
    }
  }
}
