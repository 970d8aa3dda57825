package dev.evenhand.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline as the site shows it.
 *
 * @param runs the newest first, by as-of moment and then by start
 */
record PipelineView(String name, List<RunView> runs) {
  RunView newest() {
    return runs.get(0);
  }

  /** The newest run that trained models and wrote a card of them. */
  Optional<RunView> newestWithCard() {
    return runs.stream().filter(run -> run.candidate().isPresent()).findFirst();
  }

  /** What the newest card says it is for; empty without a card. */
  String purpose() {
    return newestWithCard().flatMap(RunView::candidate).map(ModelView::purpose).orElse("");
  }

  /** Those with a card, the oldest first. */
  List<RunView> trained() {
    return oldestFirst().stream().filter(run -> run.candidate().isPresent()).toList();
  }

  List<RunView> oldestFirst() {
    List<RunView> reversed = new ArrayList<>(runs);
    Collections.reverse(reversed);
    return List.copyOf(reversed);
  }
}
