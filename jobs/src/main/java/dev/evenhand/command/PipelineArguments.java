package dev.evenhand.command;

import dev.evenhand.config.Overrides;
import dev.evenhand.config.PipelineFile;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The pipeline file, and what the command line puts in place of it. */
final class PipelineArguments {
  @Parameters(index = "0", paramLabel = "PIPELINE.yaml", description = "The pipeline file.")
  private Path file;

  @Option(names = "--lake", description = "The lake's folder; in place of the file's.")
  private String lake;

  @Option(names = "--data", description = "The data's folder; in place of EVENHAND_DATA.")
  private String data;

  Path file() {
    return file;
  }

  PipelineFile read() {
    return PipelineFile.read(
        file, System.getenv(), new Overrides(Optional.ofNullable(data), Optional.ofNullable(lake)));
  }
}
