package dev.evenhand.card;

import dev.evenhand.support.SamplePipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class RenderSample {
  public static void main(String[] arguments) throws IOException {
    ModelCard card =
        ModelCard.of(
            SamplePipeline.of(
                "{metric: equalized_odds_difference, attribute: origin, at_most: 0.1}"),
            SampleEvidence.of());
    Files.writeString(Path.of(arguments[0]), CardPage.of(card));
    Files.writeString(Path.of(arguments[0] + ".json"), CardJson.of(card));
  }
}
