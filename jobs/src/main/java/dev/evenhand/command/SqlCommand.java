package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.base.FirstLine;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.QueriedTables;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the lake; every table stands under its own name. */
@Command(
    name = "sql",
    description = "Asks the lake: evenhand sql \"SELECT * FROM govern.runs\"",
    mixinStandardHelpOptions = true)
final class SqlCommand implements Callable<Integer> {
  /** How a result is printed. */
  enum Format {
    TABLE,
    JSON,
    CSV
  }

  @Parameters(index = "0", paramLabel = "SELECT", description = "A query in Spark SQL.")
  private String query;

  @Mixin private LakeArgument lake;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table, json (one object a line) or csv (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public Integer call() throws Exception {
    try (SparkSession spark = Sessions.open("sql")) {
      QueriedTables.register(spark, new Lake(spark, lake.place()).files(), query);
      Dataset<Row> rows = analysed(spark);
      PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
      new ResultPrinter(out).print(rows, format);
      out.flush();
      return ExitStatus.DONE;
    }
  }

  private Dataset<Row> analysed(SparkSession spark) throws Exception {
    try {
      if (!Queries.isReadOnly(spark, query)) {
        throw new DataProblem("sql only reads. Write a SELECT; the jobs write the tables.");
      }
      return spark.sql(query);
    } catch (AnalysisException e) {
      throw new DataProblem("sql: " + FirstLine.of(e), e);
    }
  }
}
