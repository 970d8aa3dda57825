package dev.evenhand.command;

import dev.evenhand.base.DataProblem;
import dev.evenhand.config.Overrides;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.generate.Warehouse;
import dev.evenhand.generate.WarehouseSpec;
import dev.evenhand.job.RunOptions;
import dev.evenhand.pseudonym.Keys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A sample warehouse with known, planted bias, and everything run on it. */
@Command(
    name = "demo",
    description = "Generates a sample warehouse with planted bias and runs everything on it.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "demo",
      description = "Where warehouse and lake go (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "200000",
      description = "How many sales lines (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(names = "--seed", defaultValue = "17", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    Path warehouse = out.resolve("warehouse");
    Path file = out.resolve("demo.yaml");
    copyPipeline(file);
    Keys keys = PipelineRun.keys();
    SparkSession spark = Sessions.open("demo", Sessions.SMALL);
    try {
      System.out.println("generating " + rows + " sales lines in " + warehouse);
      Warehouse.write(spark, new WarehouseSpec(rows, seed, warehouse.toString()));
      PipelineFile pipeline =
          PipelineFile.read(
              file,
              System.getenv(),
              new Overrides(
                  Optional.of(warehouse.toString()), Optional.of(out.resolve("lake").toString())));
      PipelineRun.Ended ended =
          new PipelineRun(spark, pipeline, keys)
              .before("card", new PlantedTruth(warehouse.resolve("truth.json")))
              .run(RunOptions.whole());
      DemoSummary.print(ended, System.out);
      return ended.status();
    } finally {
      spark.stop();
    }
  }

  private static void copyPipeline(Path file) {
    try (InputStream in = DemoCommand.class.getResourceAsStream("/conf/pipelines/demo.yaml")) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DataProblem(file + ": can't be written. Choose another folder with --out.", e);
    }
  }
}
