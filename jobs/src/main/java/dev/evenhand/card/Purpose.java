package dev.evenhand.card;

import dev.evenhand.config.Card;
import java.util.List;

/** What only people know about the model; absent texts are null. */
record Purpose(
    String owner,
    String contact,
    String intendedUse,
    String outOfScope,
    List<String> limitations,
    String affected,
    String dataSource,
    List<String> references) {

  static Purpose of(Card card) {
    return new Purpose(
        card.owner(),
        card.contact(),
        card.intendedUse(),
        card.outOfScope(),
        card.limitations(),
        card.affected().orElse(null),
        card.dataSource().orElse(null),
        card.references());
  }
}
