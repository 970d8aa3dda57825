package dev.evenhand.card;

import dev.evenhand.config.Anonymize;
import dev.evenhand.config.Pipeline;
import java.util.List;

/** How the training set was anonymized, what that promises, and what it cost. */
record Anonymization(
    String model,
    int k,
    List<String> quasiIdentifiers,
    String suppressAtMost,
    List<Figure> figures) {

  /** Null if the file asks for none. */
  static Anonymization of(Pipeline pipeline, Evidence evidence) {
    return pipeline
        .privacy()
        .flatMap(privacy -> privacy.anonymize())
        .map(anonymize -> of(anonymize, evidence.privacy().where(Figure::isOverall)))
        .orElse(null);
  }

  private static Anonymization of(Anonymize anonymize, FigureSet figures) {
    return new Anonymization(
        anonymize.model().word(),
        anonymize.k(),
        anonymize.quasiIdentifiers(),
        anonymize.suppressAtMost().toString(),
        figures.figures());
  }
}
