package dev.evenhand.card;

import dev.evenhand.config.GateMetric;
import java.util.ArrayList;
import java.util.List;

/** A figure that a reader sees first, with a few words beside it. */
record KeyFigure(String name, String value, String note) {

  static List<KeyFigure> all(ModelCard card) {
    List<KeyFigure> keys = new ArrayList<>();
    keys.add(gap(card));
    keys.add(figure(card, GateMetric.ROC_AUC));
    keys.add(figure(card, GateMetric.SELECTION_RATE));
    if (card.models().candidate(GateMetric.VALUE.word()) != null) {
      keys.add(value(card));
    }
    keys.add(gates(card));
    return List.copyOf(keys);
  }

  private static KeyFigure gap(ModelCard card) {
    Figure without = card.gap().without();
    String note = without == null ? "" : without.text() + " unconstrained";
    return new KeyFigure(
        Words.of(card.gap().metric()).label() + " gap by " + Text.name(card.gap().attribute()),
        Text.figure(card.gap().with()),
        note);
  }

  private static KeyFigure figure(ModelCard card, GateMetric metric) {
    Figure figure = card.models().candidate(metric.word());
    Figure without = card.models().counterpart(metric.word());
    String note = without == null ? interval(figure) : Text.figure(without) + " unconstrained";
    return new KeyFigure(Words.of(metric.word()).label(), Text.figure(figure), note);
  }

  private static KeyFigure value(ModelCard card) {
    Figure with = card.models().candidate(GateMetric.VALUE.word());
    Figure without = card.models().counterpart(GateMetric.VALUE.word());
    return new KeyFigure(
        "Value of the test decisions",
        amount(card, with),
        without == null ? "" : amount(card, without) + " unconstrained");
  }

  private static KeyFigure gates(ModelCard card) {
    return new KeyFigure(
        "Gates passed",
        card.gatesPassed() + " of " + card.gates().size(),
        card.identity().status());
  }

  private static String amount(ModelCard card, Figure figure) {
    return figure.hasValue() ? card.policy().amount(figure.value()) : figure.status();
  }

  private static String interval(Figure figure) {
    return figure != null && figure.hasInterval() ? figure.interval() : "";
  }
}
