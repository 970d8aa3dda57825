package dev.evenhand.command;

import dev.evenhand.generate.Warehouse;
import dev.evenhand.generate.WarehouseSpec;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The sample warehouse at any size, with its truth beside it. */
@Command(
    name = "generate",
    description = "A sample warehouse with planted, documented bias, and its truth beside it.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "200000",
      description = "How many sales lines (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder.")
  private String out;

  @Option(
      names = "--seed",
      defaultValue = "17",
      description = "The same seed gives the same warehouse (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    WarehouseSpec spec = new WarehouseSpec(rows, seed, out);
    SparkSession spark = Sessions.open("generate");
    try {
      Warehouse.write(spark, spec);
    } finally {
      spark.stop();
    }
    System.out.println("sample warehouse in " + out + "; what was planted is in truth.json");
    return ExitStatus.DONE;
  }
}
