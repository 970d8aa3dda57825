package dev.evenhand.card;

import dev.evenhand.lake.LakeFiles;
import dev.evenhand.lake.RunScope;

/** The files of a run's cards in the lake. */
record CardFiles(LakeFiles files, RunScope scope) {
  static final String HTML = "html";
  static final String JSON = "json";
  static final String MARKDOWN = "md";

  /** Where a card lies, relative to the lake. */
  String path(String model, String kind) {
    return "cards/" + scope.pipeline() + "/" + scope.runId() + "/" + model + "." + kind;
  }

  /** The candidate's card in all its forms. */
  void write(ModelCard card, String json) {
    String model = card.identity().model();
    write(model, HTML, CardPage.of(card));
    write(model, MARKDOWN, CardMarkdown.of(card));
    write(model, JSON, json);
  }

  void write(String model, String kind, String text) {
    files.writeText(files.place(path(model, kind)), text);
  }
}
