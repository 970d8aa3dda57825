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
    @Told(absent = "where the file does not say it") String affected,
    @Told(absent = "where the file does not say it") String dataSource,
    List<String> references,
    @Told(absent = "where the file does not say it") String users,
    @Told("SPDX identifier, or proprietary") String license) {

  /** References that are addresses. */
  List<String> links() {
    return references.stream().filter(Purpose::isAddress).toList();
  }

  /** References that are not: papers, books. */
  List<String> citations() {
    return references.stream().filter(reference -> !isAddress(reference)).toList();
  }

  private static boolean isAddress(String reference) {
    return reference.matches("https?://\\S+");
  }

  static Purpose of(Card card) {
    return new Purpose(
        card.owner(),
        card.contact(),
        card.intendedUse(),
        card.outOfScope(),
        card.limitations(),
        card.affected().orElse(null),
        card.dataSource().orElse(null),
        card.references(),
        card.users().orElse(null),
        card.license());
  }
}
