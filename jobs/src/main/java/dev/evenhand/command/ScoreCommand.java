package dev.evenhand.command;

import dev.evenhand.Jobs;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.job.RunOptions;
import dev.evenhand.lake.Lake;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.score.ScoringModel;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** New decisions through the same consent and features to their scores. */
@Command(
    name = "score",
    description = "Scores decisions without an outcome by a promoted or named model.",
    mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {
  @Mixin private PipelineArguments arguments;
  @Mixin private WhenArguments when;

  @Option(
      names = "--model",
      defaultValue = ScoringModel.PROMOTED,
      description = "A model's name, or promoted (default: ${DEFAULT-VALUE}).")
  private String model;

  @Override
  public Integer call() {
    PipelineFile file = arguments.read();
    RunOptions options =
        new RunOptions(
            when.asOf(), Optional.empty(), Optional.empty(), Optional.empty(), when.patience());
    Keys keys = PipelineRun.keys();
    SparkSession spark = Sessions.open("score");
    try {
      Lake lake = new Lake(spark, file.pipeline().lake());
      ScoringModel chosen = ScoringModel.find(lake, file.pipeline().pipeline(), model);
      return new PipelineRun(spark, file, Jobs.scoring(file.pipeline(), keys, chosen))
          .run(options)
          .status();
    } finally {
      spark.stop();
    }
  }
}
