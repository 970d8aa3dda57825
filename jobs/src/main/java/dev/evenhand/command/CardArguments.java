package dev.evenhand.command;

import dev.evenhand.card.Cards;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The model version that a command is about. */
final class CardArguments {
  @Option(names = "--pipeline", description = "The pipeline's name, if the lake has several.")
  private String pipeline;

  @Option(names = "--model", description = "The model's name; the candidate if absent.")
  private String model;

  @Option(
      names = "--model-version",
      paramLabel = "RUN",
      description = "The run that trained it; the newest if absent.")
  private String version;

  boolean isGiven() {
    return pipeline != null || model != null || version != null;
  }

  /**
   * @param ofFile the pipeline's name where a pipeline file is given
   */
  Cards.Wanted wanted(Optional<String> ofFile) {
    return new Cards.Wanted(
        Optional.ofNullable(pipeline).or(() -> ofFile),
        Optional.ofNullable(model),
        Optional.ofNullable(version));
  }
}
