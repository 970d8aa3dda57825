package dev.evenhand.command;

import dev.evenhand.config.Overrides;
import dev.evenhand.config.PipelineFile;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The pipeline file of a command that also goes without one, and the lake. */
final class OptionalPipeline {
  @Parameters(arity = "0..1", paramLabel = "PIPELINE.yaml", description = "The pipeline file.")
  private Path file;

  @Option(
      names = "--lake",
      description = "The lake's folder; in place of the file's (default: EVENHAND_LAKE, or lake).")
  private String lake;

  @Option(names = "--data", description = "The data's folder; in place of EVENHAND_DATA.")
  private String data;

  Optional<PipelineFile> read() {
    Overrides places = new Overrides(Optional.ofNullable(data), Optional.ofNullable(lake));
    return Optional.ofNullable(file).map(path -> PipelineFile.read(path, System.getenv(), places));
  }

  /** Where the lake lies: as the command line says, the file, the environment. */
  String place(Optional<PipelineFile> read) {
    return read.map(pipeline -> pipeline.pipeline().lake())
        .or(() -> Optional.ofNullable(lake))
        .or(() -> Optional.ofNullable(System.getenv("EVENHAND_LAKE")))
        .filter(place -> !place.isBlank())
        .orElse("lake");
  }
}
